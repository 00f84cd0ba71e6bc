import { type FormEvent, useState } from "react";
import { Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { Problem } from "../../components/problem.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { MyChange } from "../../lib/api/users.ts";
import type { User } from "../../lib/wire.ts";

const MAX_BIO = 200;

interface ProfileFormProps {
  user: User;
  onSave: (change: MyChange) => Promise<void>;
}

/** Who I am here. What decides how I sign in asks for the present password. */
export function ProfileForm({ user, onSave }: ProfileFormProps) {
  const [email, setEmail] = useState(user.email ?? "");
  const [password, setPassword] = useState("");
  const [current, setCurrent] = useState("");
  const [bio, setBio] = useState(user.bio);
  const { state, problem, run } = useSave();
  const { users } = words();
  const moved = email.trim() !== (user.email ?? "");
  const guarded = moved || password !== "";

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const change: MyChange = { name: String(form.get("name")).trim(), bio: bio.trim() };
    if (moved) change.email = email.trim();
    if (password) change.password = password;
    if (guarded) change.current_password = current;
    if (!(await run(() => onSave(change)))) return;
    setPassword("");
    setCurrent("");
  }

  return (
    <form className="form" onSubmit={(event) => void save(event)}>
      <Field
        label={users.name}
        icon="person"
        name="name"
        autoComplete="name"
        placeholder={users.namePlaceholder}
        defaultValue={user.name}
        maxLength={100}
        required
        dir="auto"
      />
      <Field
        label={users.email}
        icon="mail"
        name="email_address"
        type="email"
        autoComplete="username"
        placeholder={users.emailPlaceholder}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        required
      />
      <PasswordField
        label={users.password}
        name="password"
        autoComplete="new-password"
        placeholder={users.passwordPlaceholder}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        minLength={8}
        maxLength={71}
      />
      {guarded && (
        <>
          <p className="group__hint">{users.currentHint}</p>
          <PasswordField
            label={users.current}
            name="current_password"
            autoComplete="current-password"
            placeholder={users.current}
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
            maxLength={72}
            required
          />
        </>
      )}
      <div className="input">
        <textarea
          className="form__text"
          aria-label={users.bio}
          name="bio"
          placeholder={users.bioPlaceholder}
          value={bio}
          onChange={(event) => setBio(event.target.value)}
          maxLength={MAX_BIO}
          dir="auto"
        />
        <Icon name="pencil" />
      </div>
      {bio.length > MAX_BIO - 50 && (
        <p className="form__count" aria-live="polite">
          {bio.length} / {MAX_BIO}
        </p>
      )}
      <Problem text={problem} />
      <SaveButton state={state} large />
    </form>
  );
}
