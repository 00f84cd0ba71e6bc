import type { Ref, TextareaHTMLAttributes } from "react";

interface GrowingTextProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  value: string;
  ref?: Ref<HTMLTextAreaElement>;
}

/** A text box as high as its text: an unseen copy of it makes the room. */
export function GrowingText({ label, value, ref, ...rest }: GrowingTextProps) {
  return (
    <div className="growing" data-text={value}>
      <textarea {...rest} ref={ref} aria-label={label} value={value} rows={1} dir="auto" />
    </div>
  );
}
