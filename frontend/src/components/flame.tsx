/** Our own mark: a fire on two logs. */
export function Flame() {
  return (
    <svg className="flame" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <path className="flame__logs" d="M13 55 51 46M13 46l38 9" />
      <path
        className="flame__outer"
        d="M33 5c3 9 14 13 14 25a15 15 0 0 1-30 0c0-7 3-10 6-14 1 4 3 6 5 6 2-6 1-11 5-17Z"
      />
      <path
        className="flame__inner"
        d="M32 22c2 5 8 7 8 13a8 8 0 0 1-16 0c0-4 2-5 3-7 1 2 2 3 3 3 1-3 1-5 2-9Z"
      />
    </svg>
  );
}
