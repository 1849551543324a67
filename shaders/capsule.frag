#version 410 core
// A round tube or ball by its distance on the screen, with its own depth, so that neighbours join without seams.
in vec2 across;
flat in vec4 segment;
flat in vec4 depth;
flat in vec2 look;
flat in vec4 colour, rim_colour;

uniform bool smooth_edges;  // the alpha becomes coverage; otherwise pixels are in or out
uniform bool faint;         // half of the samples, or of the pixels; tubes without light and rim, whose greys hide the hue

out vec4 result;

void main() {
  float nearest = clamp(across.x, 0.0, segment.z), beyond = across.x - nearest;
  vec2 off = vec2(beyond, across.y);
  bool tube = segment.z > 0.0, bare = faint && tube;
  float away = length(off), radius = segment.w, inner = radius - look.x;
  float cover = clamp((bare ? inner : radius) - away + 0.5, 0.0, 1.0);
  if (cover < (smooth_edges ? 0.02 : 0.5)) discard;
  float part = min(away / max(radius, 1e-3), 1.0);
  float bulge = sqrt(1.0 - part * part);
  float z = depth.x - depth.z * (radius * bulge + depth.w);
  if (tube) {
    // a round end goes on at its segment's slope
    float slope = (depth.y - depth.x) / max(segment.z, 1e-3);
    z += slope * nearest + clamp(slope, -3.0 * depth.z, 3.0 * depth.z) * beyond;
    // where pieces of a path join, the length of one wins over the round end of another, and that over its rim
    if (!faint) z += depth.z * radius * (look.x > 0.0 && away > inner ? 1.5 : beyond != 0.0 ? 0.75 : 0.0);
  }
  gl_FragDepth = 0.5 * z + 0.5;
  vec3 base = colour.rgb;
  if (look.y > 0.0 && !bare) {
    vec2 flat_normal = (off.x * segment.xy + off.y * vec2(-segment.y, segment.x)) / max(radius, 1e-3);
    vec3 normal = vec3(flat_normal, bulge);
    const vec3 sun = normalize(vec3(-0.45, 0.65, 0.8));
    float light = max(dot(normal, sun), 0.0);
    float shine = pow(max(dot(normal, normalize(sun + vec3(0.0, 0.0, 1.0))), 0.0), 40.0);
    base = base * (0.62 + 0.45 * light) + 0.30 * shine;
  }
  base = mix(base, rim_colour.rgb, look.x > 0.0 && !bare ? clamp(away - inner + 0.5, 0.0, 1.0) * rim_colour.a : 0.0);
  if (faint) {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    if (!smooth_edges && ((pixel.x + pixel.y) & 1) != 0) discard;
    cover *= 0.5;
  }
  result = vec4(base, cover * colour.a);
}
