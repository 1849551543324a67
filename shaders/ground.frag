#version 410 core
// A face of the box: its colour, and on the ground the soft shadow of the surface above, which reaches beyond it.
in vec2 place;

uniform vec4 face;               // colour
uniform sampler2D shadow;        // over the face and its margin
uniform vec4 shadow_colour;      // its alpha is the darkest there is; 0 for walls
uniform float margin;

out vec4 result;

void main() {
  float dark = shadow_colour.a > 0.0
                   ? shadow_colour.a * texture(shadow, (place + margin) / (1.0 + 2.0 * margin)).r : 0.0;
  vec2 edge = min(place, 1.0 - place) / max(fwidth(place), vec2(1e-6));
  float inside = clamp(min(edge.x, edge.y) + 0.5, 0.0, 1.0) * face.a;
  // shadow over face over what is there, as one layer
  float alpha = inside + dark - inside * dark;
  result = vec4((shadow_colour.rgb * dark + face.rgb * inside * (1.0 - dark)) / max(alpha, 1e-4), alpha);
}
