import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import { Problem } from "../../components/problem.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";

const MAX_LENGTH = 100_000;

interface StylesEditorProps {
  styles: string;
  /** What the page shall wear now: a try, or what everybody has. */
  onTry: (styles: string) => void;
  onSave: (styles: string) => Promise<void>;
  /** No styles are shown in this page, so none are tried. */
  plain: boolean;
}

export function StylesEditor({ styles, onTry, onSave, plain }: StylesEditorProps) {
  const [typed, setTyped] = useState(styles);
  const { state, problem, run } = useSave();
  const { custom } = words().account;

  useEffect(() => onTry(typed), [onTry, typed]);

  function save(event?: FormEvent) {
    event?.preventDefault();
    void run(() => onSave(typed));
  }

  function shortcut(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  }

  return (
    <form className="form" onSubmit={save}>
      <h1 className="form__title">{custom.title}</h1>
      <p className="form__lead">{custom.lead}</p>
      <textarea
        className="form__code"
        aria-label={custom.label}
        name="custom_styles"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={shortcut}
        maxLength={MAX_LENGTH}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        dir="ltr"
      />
      <p className="group__hint">{plain ? custom.plain : custom.hint}</p>
      <Problem text={problem} />
      <SaveButton state={state} large />
    </form>
  );
}
