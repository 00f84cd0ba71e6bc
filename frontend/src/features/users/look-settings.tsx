import { useState } from "react";
import { Choice } from "../../components/choice.tsx";
import { LANGUAGES, type Language, spoken, words } from "../../language/index.ts";
import { LANGUAGE_NOTE, writeNote } from "../../lib/local-note.ts";
import { chooseTheme, chosenTheme, THEMES, type Theme } from "../../lib/theme.ts";

const ICONS = { system: "screen", light: "sun", dark: "moon" } as const;

/** How this browser shows Campfire. Kept here and not on the server: a phone at night is not the desk at noon. */
export function LookSettings() {
  const [theme, setTheme] = useState(chosenTheme);
  const { look } = words().users;

  function wear(next: Theme) {
    chooseTheme(next);
    setTheme(next);
  }

  function talk(next: Language) {
    if (next === spoken()) return;
    writeNote(LANGUAGE_NOTE, next);
    window.location.reload();
  }

  return (
    <section className="group" aria-label={look.title}>
      <Choice
        label={look.theme}
        value={theme}
        options={THEMES.map((value) => ({ value, label: look.themes[value], icon: ICONS[value] }))}
        onChange={wear}
      />
      <Choice
        label={look.language}
        value={spoken()}
        options={(Object.keys(LANGUAGES) as Language[]).map((value) => ({
          value,
          label: LANGUAGES[value],
          lang: value,
        }))}
        onChange={talk}
      />
    </section>
  );
}
