import { useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import {
  filterValues,
  hasFilter,
  type Operator,
  withFilter,
  withoutFilter,
} from "../../models/search-text.ts";
import { DatePick } from "./date-pick.tsx";
import { FilterChip } from "./filter-chip.tsx";
import { type Named, NamePick } from "./name-pick.tsx";

const HAS = ["link", "code", "mention", "sound"] as const;

interface FilterChipsProps {
  text: string;
  people: readonly Named[];
  rooms: readonly Named[];
  onChange: (text: string) => void;
  /** A filter was picked: the words come next. */
  onPicked: () => void;
}

/** Every filter that a query can have, each as a button that writes it into the query. */
export function FilterChips({ text, people, rooms, onChange, onPicked }: FilterChipsProps) {
  const { search } = words();
  const [open, setOpen] = useState<Operator | null>(null);

  function toggle(operator: Operator, value: string) {
    const on = hasFilter(text, operator, value);
    onChange(on ? withoutFilter(text, operator, value) : withFilter(text, operator, value));
  }

  function pick(operator: Operator, value: string) {
    setOpen(null);
    onChange(withFilter(text, operator, value));
    onPicked();
  }

  /** One that is set is taken away; one that is not asks what for. */
  function press(operator: Operator) {
    if (filterValues(text, operator).length > 0) onChange(withoutFilter(text, operator));
    else setOpen(open === operator ? null : operator);
  }

  function panelOf(operator: keyof typeof search.narrow) {
    if (operator === "from" || operator === "in") {
      const from = operator === "from";
      return (
        <NamePick
          label={from ? search.filterNamed.people : search.filterNamed.rooms}
          names={from ? people : rooms}
          onPick={(value) => pick(operator, value)}
        />
      );
    }
    return <DatePick label={search.date[operator]} onPick={(day) => pick(operator, day)} />;
  }

  return (
    <fieldset className="search__filters">
      <legend className="visually-hidden">{search.filters}</legend>
      {(["from", "in", "before", "after"] as const).map((operator) => {
        const [value] = filterValues(text, operator);
        return (
          <FilterChip
            key={operator}
            label={search.narrow[operator]}
            value={value ?? ""}
            open={open === operator}
            onPress={() => press(operator)}
            onClose={() => setOpen(null)}
          >
            {panelOf(operator)}
          </FilterChip>
        );
      })}
      {HAS.map((what) => (
        <Toggle
          key={what}
          label={search.has[what]}
          on={hasFilter(text, "has", what)}
          onPress={() => toggle("has", what)}
        />
      ))}
      <Toggle
        label={search.unread}
        on={hasFilter(text, "is", "unread")}
        onPress={() => toggle("is", "unread")}
      />
    </fieldset>
  );
}

function Toggle({ label, on, onPress }: { label: string; on: boolean; onPress: () => void }) {
  return (
    <button className="chip" type="button" aria-pressed={on} onClick={onPress}>
      {on && <Icon name="check" />}
      {label}
    </button>
  );
}
