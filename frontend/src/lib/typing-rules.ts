import type { TrixEditor } from "trix";

interface InlineRule {
  /** Group 1 is what stands before, group 2 what becomes marked. */
  typed: RegExp;
  mark: string;
  attribute: string;
}

const INLINE: readonly InlineRule[] = [
  { typed: /(^|[\s(["'])\*\*([^\s*](?:[^*\n]*[^\s*])?)\*\*$/, mark: "**", attribute: "bold" },
  { typed: /(^|[\s(["'])__([^\s_](?:[^_\n]*[^\s_])?)__$/, mark: "__", attribute: "bold" },
  { typed: /(^|[\s(["'])_([^\s_](?:[^_\n]*[^\s_])?)_$/, mark: "_", attribute: "italic" },
  { typed: /(^|[\s(["'])~~([^\s~](?:[^~\n]*[^\s~])?)~~$/, mark: "~~", attribute: "strike" },
  { typed: /(^|[^`])`([^`\n]+)`$/, mark: "`", attribute: "inlineCode" },
];

const BLOCKS: readonly { typed: RegExp; attribute: string }[] = [
  { typed: /^```$/, attribute: "code" },
  { typed: /^>[ \u00a0]$/, attribute: "quote" },
  { typed: /^[-*+][ \u00a0]$/, attribute: "bullet" },
  { typed: /^1[.)][ \u00a0]$/, attribute: "number" },
  { typed: /^#[ \u00a0]$/, attribute: "heading1" },
];

/** Marks what has just been typed in Markdown; taking it back once brings the signs again. True when it did. */
export function applyTypingRule(editor: TrixEditor): boolean {
  const [caret, end] = editor.getSelectedRange();
  if (caret !== end || isInCode(editor)) return false;
  const before = editor.getDocument().toString().slice(0, caret);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  for (const { typed, attribute } of BLOCKS) {
    if (!typed.test(line)) continue;
    makeBlock(editor, caret, line.length, attribute);
    return true;
  }
  for (const { typed, mark, attribute } of INLINE) {
    const inside = typed.exec(line)?.[2];
    if (inside === undefined) continue;
    markText(editor, caret, inside.length, mark.length, attribute);
    return true;
  }
  return false;
}

export function isInCode(editor: TrixEditor): boolean {
  return editor.attributeIsActive("code");
}

function makeBlock(editor: TrixEditor, caret: number, signs: number, attribute: string): void {
  editor.recordUndoEntry("Markdown");
  editor.setSelectedRange([caret - signs, caret]);
  editor.deleteInDirection("backward");
  editor.activateAttribute(attribute);
}

function markText(editor: TrixEditor, caret: number, length: number, signs: number, attribute: string): void {
  editor.recordUndoEntry("Markdown");
  remove(editor, caret - signs, caret);
  const start = caret - signs - length - signs;
  remove(editor, start, start + signs);
  editor.setSelectedRange([start, start + length]);
  editor.activateAttribute(attribute);
  editor.setSelectedRange(start + length);
  editor.deactivateAttribute(attribute);
}

function remove(editor: TrixEditor, from: number, to: number): void {
  editor.setSelectedRange([from, to]);
  editor.deleteInDirection("backward");
}
