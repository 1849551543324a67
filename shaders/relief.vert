#version 410 core
// A lattice of heights over the box's ground.
layout(location = 0) in vec3 vertex;  // height 0 to 1, place on the colour map, 1 where there is a value
layout(location = 1) in vec2 slope;   // of the height over the unit square

uniform mat4 matrix;
uniform int size;      // vertices a side
uniform vec3 low;      // of the unit cube, in the box
uniform vec3 extent;
uniform vec4 eye;      // a point, or a direction where its w is 0

out vec2 place;        // on the colour map, known
out vec3 normal;
out vec3 to_eye;

void main() {
  vec2 at = vec2(float(gl_VertexID % size), float(gl_VertexID / size)) / float(size - 1);
  vec3 p = low + extent * vec3(at, vertex.x);
  place = vertex.yz;
  normal = vec3(-slope * extent.z / extent.xy, 1.0);
  to_eye = eye.w > 0.0 ? eye.xyz - p : eye.xyz;
  gl_Position = matrix * vec4(p, 1.0);
}
