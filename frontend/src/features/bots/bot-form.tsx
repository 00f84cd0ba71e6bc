import { type FormEvent, useState } from "react";
import { Field } from "../../components/field.tsx";
import { Problem } from "../../components/problem.tsx";
import { SaveButton } from "../../components/save-button.tsx";
import { useSave } from "../../components/use-save.ts";
import { words } from "../../language/index.ts";
import type { BotForm as Form } from "../../lib/api/bots.ts";

interface BotFormProps {
  bot: Form;
  onSave: (form: Form) => Promise<void>;
}

export function BotForm({ bot, onSave }: BotFormProps) {
  const [name, setName] = useState(bot.name);
  const [webhook, setWebhook] = useState(bot.webhook_url);
  const { state, problem, run } = useSave();
  const { bots } = words();

  function save(event: FormEvent) {
    event.preventDefault();
    void run(() => onSave({ name: name.trim(), webhook_url: webhook.trim() }));
  }

  return (
    <form className="form" onSubmit={save}>
      <Field
        label={bots.name}
        icon="bot"
        name="name"
        placeholder={bots.namePlaceholder}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        required
        autoComplete="off"
        autoFocus={!bot.name}
        dir="auto"
      />
      <Field
        label={bots.webhook}
        icon="globe"
        name="webhook_url"
        type="url"
        placeholder={bots.webhook}
        value={webhook}
        onChange={(event) => setWebhook(event.target.value)}
        autoComplete="off"
        dir="ltr"
      />
      <p className="group__hint">{bots.webhookHint}</p>
      <Problem text={problem} />
      <SaveButton state={state} large />
    </form>
  );
}
