import type { KeyboardEvent, MouseEvent } from "react";
import { words } from "../language/index.ts";
import { EDITOR_KEYS } from "../lib/chord.ts";
import { Icon, type IconName } from "./icon.tsx";

type ToolName = keyof ReturnType<typeof words>["composer"]["tools"];

const TOOLS: readonly {
  name: ToolName;
  icon: IconName;
  attribute?: string;
  action?: string;
  keys?: string;
}[] = [
  { name: "bold", icon: "bold", attribute: "bold", keys: EDITOR_KEYS.bold },
  { name: "italic", icon: "italic", attribute: "italic", keys: EDITOR_KEYS.italic },
  { name: "strike", icon: "strike", attribute: "strike" },
  { name: "link", icon: "link", attribute: "href", action: "link", keys: EDITOR_KEYS.link },
  { name: "heading", icon: "heading", attribute: "heading1" },
  { name: "quote", icon: "quote", attribute: "quote" },
  { name: "code", icon: "code", attribute: "code" },
  { name: "bullets", icon: "bullets", attribute: "bullet" },
  { name: "numbers", icon: "numbers", attribute: "number" },
  { name: "decrease", icon: "outdent", action: "decreaseNestingLevel" },
  { name: "increase", icon: "indent", action: "increaseNestingLevel" },
];

interface EditorToolbarProps {
  id: string;
  /** Closed, only its keys and the link's address work. */
  open: boolean;
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "trix-toolbar": React.HTMLAttributes<HTMLElement> & { class?: string; "data-open"?: boolean };
    }
  }
}

/** Trix finds its controls by their data attributes, presses them, and marks what holds at the caret. */
export function EditorToolbar({ id, open }: EditorToolbarProps) {
  const text = words().composer;
  return (
    <trix-toolbar id={id} class="toolbar" data-open={open || undefined} dir="ltr">
      <div className="toolbar__row" role="toolbar" aria-label={text.toolbar} hidden={!open}>
        {TOOLS.map(({ name, icon, attribute, action, keys }) => (
          <button
            key={name}
            className="toolbar__tool"
            type="button"
            tabIndex={-1}
            title={text.tools[name]}
            data-trix-attribute={attribute}
            data-trix-action={action}
            data-trix-key={keys?.replace("Mod+", "")}
          >
            <Icon name={icon} />
            <span className="visually-hidden">{text.tools[name]}</span>
          </button>
        ))}
        <span hidden>
          <button type="button" tabIndex={-1} data-trix-action="undo" data-trix-key="z" />
          <button type="button" tabIndex={-1} data-trix-action="redo" data-trix-key="shift+z" />
        </span>
      </div>
      <div data-trix-dialogs="">
        <div
          className="toolbar__dialog"
          data-trix-dialog="href"
          data-trix-dialog-attribute="href"
          onKeyDownCapture={(event: KeyboardEvent<HTMLElement>) => {
            if (event.key === "Enter") completeAddress(event.currentTarget);
          }}
          onClickCapture={(event: MouseEvent<HTMLElement>) => completeAddress(event.currentTarget)}
        >
          <input
            className="toolbar__address"
            type="url"
            name="href"
            required
            aria-label={text.address}
            placeholder={text.addressPlaceholder}
            data-trix-input=""
            data-trix-validate-href=""
          />
          <button className="btn btn--pill btn--small" type="button" data-trix-method="setAttribute">
            {text.tools.link}
          </button>
          <button className="btn btn--pill btn--small" type="button" data-trix-method="removeAttribute">
            {text.unlink}
          </button>
        </div>
      </div>
    </trix-toolbar>
  );
}

/** "example.com" is an address, too. */
function completeAddress(dialog: HTMLElement): void {
  const input = dialog.querySelector("input");
  const typed = input?.value.trim() ?? "";
  if (input && typed && !/^(?:https?|mailto):/i.test(typed)) {
    input.value = typed.includes("@") && !typed.includes("/") ? `mailto:${typed}` : `https://${typed}`;
  }
}
