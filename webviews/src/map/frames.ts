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
/** Without movement for so long, all points are drawn; longer where frames are slow, so that one is not taken for a rest. */
const restMs = 140;

/**
 * How many points a frame draws while the map moves: as many as this machine draws in time, told from the frames
 * before. At rest it draws all of them.
 */
export class FrameBudget {
  #points = firstPoints;
  #lastFrame: number | undefined;
  #took = 0;
  #movedAt = -Infinity;

  /** Some points, drawn for trial, took so long: the first frame that moves need not be the one that stalls. */
  calibrate(points: number, milliseconds: number): void {
    this.#points = Math.max(leastPoints, (points * slow) / Math.max(milliseconds, 0.1));
  }

  /** The camera changed. */
  moved(now: number): void {
    this.#movedAt = now;
  }

  /** The frame at hand. After one that moves another must follow, which tells how long it took. */
  plan(now: number, points: number): FramePlan {
    const moving = this.#isMoving(now);
    if (!moving) {
      this.#lastFrame = undefined;
      return { share: 1, moving };
    }
    if (this.#lastFrame !== undefined) {
      const took = (this.#took = now - this.#lastFrame);
      if (took > slow) this.#points = Math.max(leastPoints, this.#points * Math.max(0.4, slow / took));
      else if (took < quick) this.#points = Math.min(Math.max(points, leastPoints), this.#points * 1.25);
    }
    this.#lastFrame = now;
    return { share: Math.min(1, this.#points / Math.max(1, points)), moving };
  }

  #isMoving(now: number): boolean {
    return now - this.#movedAt < Math.max(restMs, 2.5 * this.#took);
  }
}

/** Points that are drawn for trial. */
export const trialPoints = 20_000;
