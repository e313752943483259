/** Positions are turned, moved and magnified here; what is near is drawn over what is far. */
export const vertexShader = `#version 300 es
in vec3 place;
uniform vec3 right;
uniform vec3 up;
uniform vec3 near;
uniform vec2 middle;
uniform vec2 scale;
uniform float size;
uniform float flatMap;
out float depth;
void main() {
  vec2 at = vec2(dot(right, place), dot(up, place)) - middle;
  float away = dot(near, place);
  depth = flatMap > 0.5 ? 1.0 : clamp(0.5 + 0.5 * away / 1.8, 0.0, 1.0);
  gl_Position = vec4(at * scale, flatMap > 0.5 ? 0.0 : -0.5 * away, 1.0);
  gl_PointSize = size * (flatMap > 0.5 ? 1.0 : 0.75 + 0.5 * depth);
}`;

/**
 * Shapes: 0 disc, 1 square, 2 triangle up, 3 diamond, 4 cross, 5 triangle down, 6 plus, 7 ring. Small ones are
 * squares, whose form nobody could see.
 */
export const fragmentShader = `#version 300 es
precision mediump float;
uniform vec4 colour;
uniform vec3 behind;
uniform int shape;
uniform float size;
in float depth;
out vec4 pixel;
void main() {
  if (size > 3.5) {
    vec2 p = 2.0 * gl_PointCoord - 1.0;
    vec2 a = abs(p);
    bool inside = true;
    if (shape == 0) inside = dot(p, p) <= 1.0;
    else if (shape == 1) inside = max(a.x, a.y) <= 0.82;
    else if (shape == 2) inside = p.y <= 0.8 && a.x <= 0.5 * (p.y + 1.0) + 0.05;
    else if (shape == 3) inside = a.x + a.y <= 1.0;
    else if (shape == 4) inside = abs(a.x - a.y) <= 0.42;
    else if (shape == 5) inside = p.y >= -0.8 && a.x <= 0.5 * (1.0 - p.y) + 0.05;
    else if (shape == 6) inside = min(a.x, a.y) <= 0.3;
    else inside = dot(p, p) <= 1.0 && dot(p, p) >= 0.3;
    if (!inside) discard;
  }
  pixel = vec4(mix(behind, colour.rgb, 0.45 + 0.55 * depth), colour.a);
  pixel.rgb *= pixel.a;
}`;
