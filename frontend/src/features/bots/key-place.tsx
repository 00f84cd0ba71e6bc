import { Choice } from "../../components/choice.tsx";
import { words } from "../../language/index.ts";
import type { KeyPlace as Place } from "../../models/curl.ts";

interface KeyPlaceProps {
  place: Place;
  onChange: (place: Place) => void;
}

/** Where the commands have the key. */
export function KeyPlace({ place, onChange }: KeyPlaceProps) {
  const { keyPlace } = words().bots;
  return (
    <div className="curl__place">
      <Choice
        label={keyPlace.title}
        value={place}
        options={[
          { value: "address", label: keyPlace.address },
          { value: "header", label: keyPlace.header },
        ]}
        onChange={onChange}
      />
      <p className="group__hint">{keyPlace.hint}</p>
    </div>
  );
}
