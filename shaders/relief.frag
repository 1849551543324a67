#version 410 core
// The surface in relief: colour map, light from the upper left, contour lines of constant width, clean edges of gaps.
in vec2 place;
in vec3 normal;
in vec3 to_eye;

uniform sampler2D colours;     // N x 1
uniform vec3 sun;              // towards it, length 1
uniform float shading;         // 0 flat to 1
uniform float opacity;         // of what is seen straight on; 1 is opaque
uniform vec3 haze;             // what a translucent surface tends to at its rims
uniform int line_count;
uniform float lines[48];       // ascending places on the colour map
uniform vec4 ink;              // of the lines
uniform float scale;           // pixels in a screen point
uniform bool gaps, smooth_edges;

out vec4 result;

float line(float u, float steep) {
  int low = 0;  // lines[low - 1] <= u < lines[low]
  for (int bit = 32; bit > 0; bit >>= 1) {
    if (low + bit <= line_count && lines[low + bit - 1] <= u) low += bit;
  }
  float ink = 0.0;
  for (int i = max(low - 1, 0); i <= min(low, line_count - 1); ++i) {
    float spacing = i > 0 ? lines[i] - lines[i - 1] : (line_count > 1 ? lines[1] - lines[0] : 1.0);
    float strength = clamp(spacing / (steep * 5.0 * scale), 0.0, 1.0);  // fades where lines would crowd
    ink = max(ink, strength * clamp(0.55 * scale + 0.5 - abs(u - lines[i]) / steep, 0.0, 1.0));
  }
  return ink;
}

void main() {
  float u = place.x;
  vec2 du = vec2(dFdx(u), dFdy(u));
  float cover = 1.0;
  if (gaps) {
    cover = clamp((place.y - 0.5) / max(fwidth(place.y), 1e-6) + 0.5, 0.0, 1.0);
    if (cover < (smooth_edges ? 0.02 : 0.5)) discard;
  }
  vec3 n = normalize(normal), v = normalize(to_eye);
  bool below = dot(n, v) < 0.0;
  if (below) n = -n;
  vec3 base = texture(colours, vec2(u * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
  float light = max(dot(n, sun), 0.0), sky = 0.5 + 0.5 * n.z;
  float lit = 0.42 + 0.48 * light + 0.12 * sky;
  base *= mix(1.0, below ? 0.42 + 0.25 * light : lit, shading);
  base += shading * 0.06 * pow(max(dot(n, normalize(sun + v)), 0.0), 24.0) * (below ? 0.0 : 1.0);
  if (line_count > 0) base = mix(base, ink.rgb, ink.a * line(u, max(length(du), 1e-9)));
  float alpha = opacity;
  if (opacity < 1.0) {
    float rim = pow(1.0 - abs(dot(n, v)), 3.0);
    base = mix(base, haze, 0.25 * rim);
    alpha = mix(opacity, 0.85, rim);
  }
  result = vec4(base, alpha * cover);
}
