#version 410 core
// A triangle over the whole picture; `place` is 0 to 1 from its lower left corner.
out vec2 place;
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  place = corner;
  gl_Position = vec4(2.0 * corner - 1.0, 0.0, 1.0);
}
