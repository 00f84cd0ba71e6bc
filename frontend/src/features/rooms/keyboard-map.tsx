import { Dialog } from "../../components/dialog.tsx";
import { words } from "../../language/index.ts";
import { SHORTCUTS } from "../../models/shortcuts.ts";

const SIGNS: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
const APPLE: Record<string, string> = { Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** Everything that keys do, from the list that the listeners themselves use. */
export function KeyboardMap({ onClose }: { onClose: () => void }) {
  const { keys } = words().pages;
  return (
    <Dialog title={keys.title} onClose={onClose}>
      {SHORTCUTS.map(({ title, shortcuts }) => (
        <section className="keys" key={title(words())}>
          <h3 className="keys__title">{title(words())}</h3>
          <dl className="keys__list">
            {shortcuts.map((shortcut) => (
              <div className="keys__entry" key={shortcut.keys.join()}>
                <dt>{shortcut.text(words())}</dt>
                <dd>
                  {shortcut.keys.map((one, index) => (
                    <span key={one}>
                      {index > 0 && ` ${keys.or} `}
                      {keyNames(one).map((name) => (
                        <kbd key={name}>{name}</kbd>
                      ))}
                    </span>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

/** "Mod+k" as the keyboard before this screen has it printed. */
function keyNames(chord: string): string[] {
  const apple = /Mac|iPhone|iPad/.test(navigator.platform);
  const names: Record<string, string> = words().pages.keys.names;
  return chord.split("+").map((key) => {
    if (apple && APPLE[key]) return APPLE[key];
    if (key === "Mod") return names.Control ?? key;
    return SIGNS[key] ?? names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}
