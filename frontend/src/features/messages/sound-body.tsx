import { SoundPicture } from "../../components/sound-picture.tsx";
import { words } from "../../language/index.ts";
import type { Message } from "../../lib/wire.ts";
import { findSound } from "../../models/sound-command.ts";
import { playAgain } from "../../models/sound-player.ts";

/** What a sound shows, and the button that plays it again. A sound that this page does not know yet shows its command. */
export function SoundBody({ message }: { message: Message }) {
  const sound = findSound(message.sound);
  const text = words().sounds;
  const picture = (text.pictures as Record<string, string | undefined>)[message.sound];
  if (!sound) {
    return (
      <p className="message__body" dir="auto">
        {message.body_text}
      </p>
    );
  }
  return (
    <div className="message__body sound">
      <button className="sound__play" type="button" title={text.again} onClick={() => playAgain(sound)}>
        🔊
      </button>
      {picture ? <SoundPicture name={sound.name} label={picture} /> : <span dir="auto">{sound.shows}</span>}
    </div>
  );
}
