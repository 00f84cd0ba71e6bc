/** The part of Trix that we use. */
declare module "trix" {
  export type Range = [number, number];

  export interface TrixDocument {
    toString(): string;
    getLength(): number;
    getBlockAtIndex(index: number): { getAttributes(): string[] };
    locationFromPosition(position: number): { index: number; offset: number };
  }

  export interface TrixEditor {
    getDocument(): TrixDocument;
    getSelectedRange(): Range;
    setSelectedRange(range: number | Range): void;
    loadHTML(html: string): void;
    insertHTML(html: string): void;
    insertString(text: string): void;
    insertLineBreak(): void;
    insertAttachment(attachment: Attachment): void;
    deleteInDirection(direction: "backward" | "forward"): void;
    activateAttribute(name: string, value?: string): void;
    deactivateAttribute(name: string): void;
    attributeIsActive(name: string): boolean;
    recordUndoEntry(description: string, options?: { context?: unknown; consolidatable?: boolean }): void;
    getClientRectAtPosition(position: number): DOMRect | undefined;
  }

  export interface Attachment {
    getAttributes(): Record<string, unknown>;
  }

  export interface TrixElement extends HTMLElement {
    editor: TrixEditor;
    value: string;
    willCreateInput: boolean;
    editorController: { render(): void };
  }

  interface AttributeConfig {
    tagName: string;
    inheritable?: boolean;
    terminal?: boolean;
    breakOnReturn?: boolean;
    group?: boolean;
  }

  const Trix: {
    Attachment: new (attributes: Record<string, unknown>) => Attachment;
    config: {
      textAttributes: Record<string, AttributeConfig>;
      blockAttributes: Record<string, AttributeConfig>;
      lang: Record<string, string>;
    };
  };
  // biome-ignore lint/style/noDefaultExport: it is theirs
  export default Trix;
}
