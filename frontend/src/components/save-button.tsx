import { words } from "../language/index.ts";
import { Icon } from "./icon.tsx";
import type { SaveState } from "./use-save.ts";

interface SaveButtonProps {
  state: SaveState;
  label?: string;
  large?: boolean;
}

/** The check at the end of a form. It turns green when the server has what was typed. */
export function SaveButton({ state, label, large = false }: SaveButtonProps) {
  const { common } = words();
  const name = label ?? common.saveChanges;
  return (
    <>
      <button
        className={large ? "btn btn--solid btn--large" : "btn btn--solid"}
        type="submit"
        title={name}
        disabled={state === "busy"}
        data-done={state === "saved"}
      >
        <Icon name="check" />
        <span className="visually-hidden">{name}</span>
      </button>
      <span className="visually-hidden" role="status">
        {state === "saved" ? common.saved : ""}
      </span>
    </>
  );
}
