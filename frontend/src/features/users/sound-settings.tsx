import { useId, useState } from "react";
import { Switch } from "../../components/switch.tsx";
import { words } from "../../language/index.ts";
import { SOUNDS } from "../../models/sound-catalogue.ts";
import { trySound } from "../../models/sound-player.ts";
import { mute, soundSettings, turnTo } from "../../models/sound-settings.ts";

const [SAMPLE] = SOUNDS.filter((sound) => sound.name === "bell");

/** Whether this browser plays what arrives, and how loud. A change of the volume is heard at once. */
export function SoundSettings() {
  const [settings, setSettings] = useState(soundSettings);
  const volume = useId();
  const text = words().sounds;

  function turn(percent: number) {
    turnTo(percent / 100);
    setSettings(soundSettings());
  }

  return (
    <section className="group" aria-label={text.title}>
      <div className="sound-settings__row">
        <span>{text.onArrival}</span>
        <Switch
          label={text.onArrival}
          checked={!settings.muted}
          onChange={(on) => {
            mute(!on);
            setSettings(soundSettings());
          }}
        />
      </div>
      <div className="sound-settings__row">
        <label htmlFor={volume}>{text.volume}</label>
        <input
          id={volume}
          className="sound-settings__volume"
          type="range"
          min={0}
          max={100}
          step={5}
          value={Math.round(settings.volume * 100)}
          onChange={(event) => turn(event.target.valueAsNumber)}
          onPointerUp={() => SAMPLE && trySound(SAMPLE)}
          onKeyUp={() => SAMPLE && trySound(SAMPLE)}
        />
      </div>
    </section>
  );
}
