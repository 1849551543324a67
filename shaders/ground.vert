#version 410 core
// One of the box's faces, in its plane, with a margin around it.
uniform mat4 matrix;
uniform vec3 origin, right, up;  // corner and sides of the face
uniform float margin;            // in sides

out vec2 place;                  // 0 to 1 within the face

void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  place = mix(vec2(-margin), vec2(1.0 + margin), corner);
  gl_Position = matrix * vec4(origin + place.x * right + place.y * up, 1.0);
}
