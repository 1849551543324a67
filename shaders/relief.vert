#version 410 core
// A lattice of heights over the box's ground, lit at its vertices.
layout(location = 0) in vec2 vertex;  // height 0 to 1, 1 where there is a value
layout(location = 1) in vec2 slope;   // of the height over the unit square

uniform mat4 matrix;
uniform int size;      // vertices a side
uniform float texels;  // a side of the texture of places, whose outer centres are the lattice's corners
uniform vec3 low;      // of the unit cube, in the box
uniform vec3 extent;
uniform vec4 eye;      // a point, or a direction where its w is 0
uniform vec3 sun;      // towards it, length 1
uniform vec4 domain;   // low and high corner on the unit square: what lies outside is veiled

out vec3 place;        // in the texture of places; known
out vec4 light;        // on the upper side, on the lower one, shine, how far one looks along the surface

void main() {
  vec2 at = vec2(float(gl_VertexID % size), float(gl_VertexID / size)) / float(size - 1);
  vec3 p = low + extent * vec3(at, vertex.x);
  place = vec3((at * (texels - 1.0) + 0.5) / texels, vertex.y);
  vec3 n = normalize(vec3(-slope * extent.z / extent.xy, 1.0));
  vec3 v = eye.w > 0.0 ? normalize(eye.xyz - p) : eye.xyz;
  float direct = dot(n, sun);
  light = vec4(0.42 + 0.48 * max(direct, 0.0) + 0.06 * (1.0 + n.z), 0.42 + 0.25 * max(-direct, 0.0),
               0.06 * pow(max(dot(n, normalize(sun + v)), 0.0), 24.0), pow(1.0 - abs(dot(n, v)), 3.0));
  // here and not in the fragment shader, where every pixel would pay: a line lies over the blurred edge
  vec2 outside = max(domain.xy - at, at - domain.zw) * float(size - 1);
  float veil = 0.55 * clamp(max(outside.x, outside.y) + 0.5, 0.0, 1.0);
  light.xyz = light.xyz * (1.0 - veil) + vec3(0.0, 0.0, 0.05 * veil);
  gl_Position = matrix * vec4(p, 1.0);
}
