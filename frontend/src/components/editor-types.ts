import type { KeyboardEvent, ReactNode, Ref } from "react";

/** What an editor's owner may ask of it. A body is HTML in the form in which the server stores it. */
export interface EditorBox {
  body(): string;
  set(body: string): void;
  /** In front of what is there. */
  prepend(body: string): void;
  /** Text, at the caret. */
  insert(text: string): void;
  /** Back to where the caret was. */
  focus(): void;
  element(): HTMLElement | null;
}

export interface Completion {
  id: string;
  shows: ReactNode;
  /** Somebody who is called, or what is written instead of the half word. */
  mention?: { user: string; name: string };
  text?: string;
  onPicked?: () => void;
}

/** What half a word may become. */
export interface CompletionSource {
  label: string;
  /** Matched against the line up to the caret; group 1 is everything that is replaced, group 2 what is asked for. */
  typed: RegExp;
  find(query: string): Completion[] | Promise<Completion[]>;
}

export interface EditorProps {
  ref?: Ref<EditorBox>;
  label: string;
  initial: string;
  autoFocus?: boolean;
  enterKeyHint?: "enter" | "send";
  toolbar: boolean;
  sources: readonly CompletionSource[];
  onChange: (body: string) => void;
  /** Before the editor; what is prevented here it does not see. */
  onPress: (event: KeyboardEvent<HTMLElement>) => void;
  onBlur?: () => void;
  /** Files that were pasted: nothing is ever put into the text. */
  onFiles?: (files: File[]) => void;
}

/** From the plain box to the rich one: not a key is lost, and the caret stays where it is. */
export interface Handover {
  body: string;
  text: string;
  caret: [number, number] | null;
  focused: boolean;
}
