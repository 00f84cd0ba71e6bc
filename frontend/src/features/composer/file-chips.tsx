import { useEffect, useState } from "react";
import { Icon } from "../../components/icon.tsx";
import { words } from "../../language/index.ts";
import type { QueuedFile } from "./use-files.ts";

interface FileChipsProps {
  files: readonly QueuedFile[];
  onRemove: (id: string) => void;
}

/** What goes with the next message; a click takes it out again. */
export function FileChips({ files, onRemove }: FileChipsProps) {
  const text = words().composer;
  if (files.length === 0) return null;
  return (
    <ul className="chips" aria-label={text.files}>
      {files.map(({ id, file }) => (
        <li key={id}>
          <button
            className="chips__one"
            type="button"
            title={text.removeFile(file.name)}
            onClick={() => onRemove(id)}
          >
            <Preview file={file} />
            <span className="chips__name">
              <span className="chips__stem">{file.name.replace(/\.[^.]*$/, "")}</span>
              <span>{/\.[^.]*$/.exec(file.name)?.[0]}</span>
            </span>
            <span className="chips__cross">
              <Icon name="cross" />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Preview({ file }: { file: File }) {
  const [url, setURL] = useState("");
  useEffect(() => {
    if (!/^image\/(?:png|jpeg|gif|webp)$/.test(file.type)) return;
    const made = URL.createObjectURL(file);
    setURL(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return <span className="chips__picture">{url ? <img src={url} alt="" /> : <Icon name="file" />}</span>;
}
