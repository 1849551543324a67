#version 410 core
// A round tube or ball by its distance on the screen, with its own depth, so that neighbours join without seams.
in vec2 across;
flat in vec4 segment;
flat in vec4 depth;
flat in vec2 look;
flat in vec4 colour, rim_colour;

uniform bool smooth_edges;  // the alpha becomes coverage; otherwise pixels are in or out
uniform bool faint;         // a quarter of the samples, or of the pixels

out vec4 result;

void main() {
  float nearest = clamp(across.x, 0.0, segment.z);
  vec2 off = vec2(across.x - nearest, across.y);
  float away = length(off), radius = segment.w;
  float cover = clamp(radius - away + 0.5, 0.0, 1.0);
  if (cover < (smooth_edges ? 0.02 : 0.5)) discard;
  float part = min(away / max(radius, 1e-3), 1.0);
  float bulge = sqrt(1.0 - part * part);
  float z = mix(depth.x, depth.y, segment.z > 0.0 ? nearest / segment.z : 0.0) - depth.z * (radius * bulge + depth.w);
  gl_FragDepth = 0.5 * z + 0.5;
  vec3 base = colour.rgb;
  if (look.y > 0.0) {
    vec2 flat_normal = (off.x * segment.xy + off.y * vec2(-segment.y, segment.x)) / max(radius, 1e-3);
    vec3 normal = vec3(flat_normal, bulge);
    const vec3 sun = normalize(vec3(-0.45, 0.65, 0.8));
    float light = max(dot(normal, sun), 0.0);
    float shine = pow(max(dot(normal, normalize(sun + vec3(0.0, 0.0, 1.0))), 0.0), 40.0);
    base = base * (0.62 + 0.45 * light) + 0.30 * shine;
  }
  float inner = radius - look.x;
  base = mix(base, rim_colour.rgb, look.x > 0.0 ? clamp(away - inner + 0.5, 0.0, 1.0) * rim_colour.a : 0.0);
  if (faint) {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    if (!smooth_edges && ((pixel.x | pixel.y) & 1) != 0) discard;
    cover *= 0.3;
  }
  result = vec4(base, cover * colour.a);
}
