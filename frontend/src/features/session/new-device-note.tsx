import { Icon } from "../../components/icon.tsx";
import { useSnapshot } from "../../components/use-snapshot.ts";
import { words } from "../../language/index.ts";
import type { NewDevice } from "../../lib/api/sessions.ts";
import { deviceName } from "../../lib/device-name.ts";
import { mediumTime, parseTime } from "../../lib/time.ts";
import type { NewDevices } from "../../models/new-devices.ts";

interface NewDeviceNoteProps {
  devices: NewDevices;
  onMine: (device: NewDevice) => void;
  onForeign: (device: NewDevice) => void;
}

/** Says quietly that somebody signed in as me on something new, one at a time, until I say whether that was me. */
export function NewDeviceNote({ devices, onMine, onForeign }: NewDeviceNoteProps) {
  const [device] = useSnapshot(devices);
  const text = words().users.devices;
  return (
    <div role="status">
      {device && (
        <div className="arrival">
          <p className="arrival__text">
            <Icon name="key" />
            <span>
              {text.arrived} <a href="/users/me/profile?devices">{deviceName(device)}</a>,{" "}
              {mediumTime(parseTime(device.created))}
            </span>
          </p>
          <button className="btn btn--pill btn--small" type="button" onClick={() => onMine(device)}>
            {text.mine}
          </button>
          <button className="btn btn--pill btn--small" type="button" onClick={() => onForeign(device)}>
            {text.foreign}
          </button>
        </div>
      )}
    </div>
  );
}
