import * as l10n from '@vscode/l10n';
import { axesOf, scaleOf, type Camera, type Size } from './camera';
import { drawnOf, type DrawOrder, type Group } from './drawOrder';
import { sizeOf, type Look } from './look';
import type { Rgb } from '../../../shared/palette/palette';
import { fragmentShader, vertexShader } from './shaders';

export interface Layout {
  x: Float32Array;
  y: Float32Array;
  z?: Float32Array;
  /** Flows of each point, by which it is larger; all alike without. */
  count?: ArrayLike<number>;
}

const uniforms = [
  ...['right', 'up', 'near', 'middle', 'scale', 'size', 'flatMap'],
  ...['colour', 'behind', 'shape'],
] as const;
type Uniform = (typeof uniforms)[number];

/** Draws points by WebGL 2, without code made at run time: one call for each group of points that look alike. */
export class PointsRenderer {
  readonly #gl: WebGL2RenderingContext;
  readonly #places: Readonly<Record<Uniform, WebGLUniformLocation | null>>;
  readonly #indices: WebGLBuffer;
  readonly #positions: WebGLBuffer;
  #flat = true;
  #drawn: DrawOrder = { order: new Uint32Array(), groups: [], length: 0 };

  private constructor(
    readonly canvas: HTMLCanvasElement,
    gl: WebGL2RenderingContext,
  ) {
    this.#gl = gl;
    const program = link(gl);
    gl.useProgram(program);
    this.#places = Object.fromEntries(
      uniforms.map(name => [name, gl.getUniformLocation(program, name)]),
    ) as Record<Uniform, WebGLUniformLocation | null>;
    this.#positions = gl.createBuffer();
    this.#indices = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#positions);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthFunc(gl.LEQUAL);
  }

  /** Undefined where there is no WebGL 2; the page says so, and its table remains. */
  static on(canvas: HTMLCanvasElement): PointsRenderer | undefined {
    const gl = canvas.getContext('webgl2', { antialias: false, powerPreference: 'high-performance' });
    return gl ? new PointsRenderer(canvas, gl) : undefined;
  }

  /** Takes over where the points are. */
  place({ x, y, z, count }: Layout): void {
    const gl = this.#gl;
    const places = new Float32Array(4 * x.length);
    for (let i = 0; i < x.length; i++) {
      places[4 * i] = x[i] as number;
      places[4 * i + 1] = y[i] as number;
      places[4 * i + 2] = z ? (z[i] as number) : 0;
      places[4 * i + 3] = count ? sizeOf(count[i] as number) : 1;
    }
    this.#flat = !z;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#positions);
    gl.bufferData(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
  }

  /** Takes over which points are drawn alike. */
  arrange(order: DrawOrder): void {
    const gl = this.#gl;
    this.#drawn = order;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.#indices);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, order.order, gl.DYNAMIC_DRAW);
  }

  /** Draws a share of each group, 1 for all; returns how many points these are. */
  draw(
    camera: Camera,
    size: Size,
    look: (group: Group) => Look,
    { share, ratio, behind }: { share: number; ratio: number; behind: Rgb },
  ): number {
    const gl = this.#gl;
    this.#resize(size, ratio);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const { right, up, near } = axesOf(camera);
    const at = this.#places;
    const scale = scaleOf(camera, size);
    gl.uniform3fv(at.right, right);
    gl.uniform3fv(at.up, up);
    gl.uniform3fv(at.near, near);
    gl.uniform2f(at.middle, camera.x, camera.y);
    gl.uniform2f(at.scale, (2 * scale) / size.width, (2 * scale) / size.height);
    gl.uniform1f(at.flatMap, this.#flat ? 1 : 0);
    gl.uniform3fv(at.behind, fractions(behind));
    if (this.#flat) gl.disable(gl.DEPTH_TEST);
    else gl.enable(gl.DEPTH_TEST);
    let drawn = 0;
    for (const group of this.#drawn.groups) {
      const { colour, opacity, shape, size: points } = look(group);
      gl.uniform4f(at.colour, ...fractions(colour), opacity);
      gl.uniform1i(at.shape, shape);
      gl.uniform1f(at.size, points * ratio);
      const length = drawnOf(group, share);
      gl.drawElements(gl.POINTS, length, gl.UNSIGNED_INT, 4 * group.start);
      drawn += length;
    }
    return drawn;
  }

  /** Waits until all that was drawn is there; else a drawing is only ordered, and takes its time later. */
  finish(): void {
    this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  #resize({ width, height }: Size, ratio: number): void {
    const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
    if (this.canvas.width !== w) this.canvas.width = w;
    if (this.canvas.height !== h) this.canvas.height = h;
    this.#gl.viewport(0, 0, w, h);
  }
}

function fractions([r, g, b]: Rgb): [number, number, number] {
  return [r / 255, g / 255, b / 255];
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new Error(l10n.t('The context of the map was lost.'));
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.bindAttribLocation(program, 0, 'place');
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(gl.getProgramInfoLog(program) ?? l10n.t('The shaders of the map cannot be linked.'));
  return program;
}
