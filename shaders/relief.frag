#version 410 core
// The surface in relief: colour map, light from the upper left, contour lines of constant width, clean edges of gaps.
in vec3 place;
in vec4 light;

uniform sampler2D colours;  // N x 1
uniform sampler2D lines;    // over the colour map: the nearest line's place, and how far it is from the one before
uniform sampler2D places;   // on the colour map
uniform float shading;      // 0 flat to 1
uniform float opacity;      // of what is seen straight on; 1 is opaque
uniform vec3 haze;          // what a translucent surface tends to at its rims
uniform bool lined;
uniform vec4 ink;           // of the lines
uniform float scale;        // pixels in a screen point
uniform bool gaps, smooth_edges;

out vec4 result;

float line(float u, float steep) {
  int at = int(u * float(textureSize(lines, 0).x - 1) + 0.5);
  float nearest = texelFetch(lines, ivec2(at, 0), 0).r, spacing = texelFetch(lines, ivec2(at, 1), 0).r;
  float strength = clamp(spacing / (steep * 5.0 * scale), 0.0, 1.0);  // fades where lines would crowd
  return strength * clamp(0.55 * scale + 0.5 - abs(u - nearest) / steep, 0.0, 1.0);
}

void main() {
  float cover = 1.0;
  if (gaps) {
    cover = clamp((place.z - 0.5) / max(fwidth(place.z), 1e-6) + 0.5, 0.0, 1.0);
    if (cover < (smooth_edges ? 0.02 : 0.5)) discard;
  }
  float u = texture(places, place.xy).r;
  vec2 du = vec2(dFdx(u), dFdy(u));
  vec3 base = texture(colours, vec2(u * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
  base = base * mix(1.0, gl_FrontFacing ? light.x : light.y, shading) + (gl_FrontFacing ? shading * light.z : 0.0);
  if (lined) base = mix(base, ink.rgb, ink.a * line(u, max(length(du), 1e-9)));
  float alpha = opacity;
  if (opacity < 1.0) {
    base = mix(base, haze, 0.25 * light.w);
    alpha = mix(opacity, 0.85, light.w);
  }
  result = vec4(base, alpha * cover);
}
