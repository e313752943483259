/** What the next frame may cost. */
export interface FramePlan {
  /** Of each group of points, the share to draw. */
  share: number;
  moving: boolean;
}

/** A frame of this many milliseconds is too slow to follow a hand, and one of so many leaves time unused. */
const slow = 45;
const quick = 22;
const leastPoints = 20_000;
const firstPoints = 250_000;
/** Without movement for so long, all points are drawn. */
const restMs = 140;

/**
 * How many points a frame draws while the map moves: as many as this machine draws in time, told from the frames
 * before. At rest it draws all of them.
 */
export class FrameBudget {
  #points = firstPoints;
  #lastFrame: number | undefined;
  #movedAt = -Infinity;

  /** The camera changed. */
  moved(now: number): void {
    if (now - this.#movedAt > restMs) this.#lastFrame = undefined;
    this.#movedAt = now;
  }

  plan(now: number, points: number): FramePlan {
    const moving = now - this.#movedAt < restMs;
    if (!moving) {
      this.#lastFrame = undefined;
      return { share: 1, moving };
    }
    if (this.#lastFrame !== undefined) {
      const took = now - this.#lastFrame;
      if (took > slow) this.#points = Math.max(leastPoints, this.#points * Math.max(0.4, slow / took));
      else if (took < quick) this.#points = Math.min(Math.max(points, leastPoints), this.#points * 1.25);
    }
    this.#lastFrame = now;
    return { share: Math.min(1, this.#points / Math.max(1, points)), moving };
  }
}
