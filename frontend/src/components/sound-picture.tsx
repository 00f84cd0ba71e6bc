const MOVING = import.meta.glob<string>("../pictures/*.svg", {
  eager: true,
  query: "?url",
  import: "default",
});
const STILL = import.meta.glob<string>("../pictures/*.svg", {
  eager: true,
  query: "?still",
  import: "default",
});

/** Their size on screen, known before they are here, so that nothing jumps. */
const SIZES: Record<string, readonly [width: number, height: number]> = {
  "56k": [96, 44],
  clowntown: [120, 110],
  curb: [110, 96],
  dangerzone: [160, 64],
  deeper: [150, 80],
  donotwant: [110, 110],
  drama: [130, 48],
  greatjob: [96, 48],
  loggins: [150, 100],
  nyan: [132, 48],
  pushit: [130, 56],
  rumble: [150, 96],
  what: [90, 110],
  yay: [110, 56],
  yeah: [120, 64],
};

interface SoundPictureProps {
  name: string;
  /** What it shows, in words. */
  label: string;
}

/** A small moving drawing of our own. For who asked for less motion it is another file (plugins/still-pictures.ts). */
export function SoundPicture({ name, label }: SoundPictureProps) {
  const [width, height] = SIZES[name] ?? [];
  const path = `../pictures/${name}.svg`;
  return (
    <picture>
      <source media="(prefers-reduced-motion: reduce)" srcSet={STILL[path]} />
      <img className="sound-picture" src={MOVING[path]} alt={label} width={width} height={height} />
    </picture>
  );
}
