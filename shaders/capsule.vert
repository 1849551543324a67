#version 410 core
// Tubes, balls and lines of constant width on the screen: a quad around every segment, shaped by capsule.frag.
layout(location = 0) in vec3 a;       // ends, in the box
layout(location = 1) in vec3 b;
layout(location = 2) in vec4 shape;   // radius, rim (screen points), 1 lit or 0 flat, lift towards the eye in radii
layout(location = 3) in vec4 fill;
layout(location = 4) in vec4 edge;

uniform mat4 matrix;
uniform vec2 pixels;      // of the picture
uniform float scale;      // pixels in a screen point
uniform float pixel_size; // length in the box of a pixel where w is 1
uniform vec4 eye;         // a point, or a direction where its w is 0

out vec2 across;          // pixels from a, along the segment and across it
flat out vec4 segment;    // its direction, its length, its radius
flat out vec4 depth;      // at a and b; what a pixel towards the eye takes off; lift
flat out vec2 look;       // rim in pixels, lit
flat out vec4 colour, rim_colour;

void main() {
  vec4 at = matrix * vec4(a, 1.0), bt = matrix * vec4(b, 1.0);
  vec2 pa = at.xy / at.w * 0.5 * pixels, pb = bt.xy / bt.w * 0.5 * pixels;
  vec2 way = pb - pa;
  float size = length(way);
  vec2 along = size > 1e-3 ? way / size : vec2(1.0, 0.0);
  vec2 side = vec2(-along.y, along.x);
  float radius = shape.x * scale;
  float reach = radius + 1.0;
  vec2 corner = vec2((gl_VertexID & 1) == 0 ? -reach : size + reach, (gl_VertexID & 2) == 0 ? -reach : reach);

  vec3 towards = eye.w > 0.0 ? normalize(eye.xyz - a) : eye.xyz;
  vec4 nearer = matrix * vec4(a + towards * pixel_size * at.w, 1.0);
  depth = vec4(at.z / at.w, bt.z / bt.w, at.z / at.w - nearer.z / nearer.w, shape.w * radius);
  across = corner;
  segment = vec4(along, size, radius);
  look = vec2(shape.y * scale, shape.z);
  colour = fill;
  rim_colour = edge;
  gl_Position = vec4((pa + corner.x * along + corner.y * side) * 2.0 / pixels, at.z / at.w, 1.0);
}
