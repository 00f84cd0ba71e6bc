// Made by emoji-plugin.ts.
type EmojiRow = [char: string, label: string, tags: string, group: number, codes: string, tones: string[]];

declare module "virtual:emoji-en" {
  export const rows: EmojiRow[];
}

declare module "virtual:emoji-de" {
  export const rows: EmojiRow[];
}
