/** Positions are turned, moved and magnified here; what is near is drawn over what is far. */
export const vertexShader = `#version 300 es
in vec4 place;
uniform vec3 right;
uniform vec3 up;
uniform vec3 near;
uniform vec2 middle;
uniform vec2 scale;
uniform float size;
uniform float flatMap;
out float depth;
out float drawn;
void main() {
  vec2 at = vec2(dot(right, place.xyz), dot(up, place.xyz)) - middle;
  float away = dot(near, place.xyz);
  depth = flatMap > 0.5 ? 1.0 : clamp(0.5 + 0.5 * away / 1.8, 0.0, 1.0);
  gl_Position = vec4(at * scale, flatMap > 0.5 ? 0.0 : -0.5 * away, 1.0);
  drawn = size * place.w * (flatMap > 0.5 ? 1.0 : 0.75 + 0.5 * depth);
  gl_PointSize = drawn;
}`;

/**
 * Shapes: 0 disc, 1 square, 2 triangle up, 3 diamond, 4 cross, 5 triangle down, 6 plus, 7 ring, each as the distance
 * from its edge, so that edges are smooth. Small ones are squares, whose form nobody could see.
 */
export const fragmentShader = `#version 300 es
precision highp float;
uniform vec4 colour;
uniform vec3 behind;
uniform int shape;
in float depth;
in float drawn;
out vec4 pixel;
float inside(vec2 p) {
  vec2 a = abs(p);
  float r = length(p);
  if (shape == 0) return 1.0 - r;
  if (shape == 1) return 0.82 - max(a.x, a.y);
  if (shape == 2) return min(0.8 - p.y, (0.52 * (p.y + 1.0) - a.x) * 0.887);
  if (shape == 3) return (1.0 - a.x - a.y) * 0.707;
  if (shape == 4) return min(0.28 - abs(a.x - a.y) * 0.707, 0.95 - max(a.x, a.y));
  if (shape == 5) return min(0.8 + p.y, (0.52 * (1.0 - p.y) - a.x) * 0.887);
  if (shape == 6) return min(0.3 - min(a.x, a.y), 0.98 - max(a.x, a.y));
  return min(1.0 - r, r - 0.55);
}
void main() {
  float cover = 1.0;
  if (drawn > 3.5) {
    cover = clamp(inside(2.0 * gl_PointCoord - 1.0) * 0.5 * drawn + 0.5, 0.0, 1.0);
    if (cover < 0.02) discard;
  }
  pixel = vec4(mix(behind, colour.rgb, 0.45 + 0.55 * depth), 1.0) * colour.a * cover;
}`;
