#version 410 core
// A surface from above: bicubic values of a grid, colour map, hillshade and contour lines.
in vec2 place;
out vec4 colour;

const int margin = 2;        // cells around the grid, continued linearly
uniform sampler2D field;     // values at cell centres, without gaps
#ifdef GAPS
uniform sampler2D known;     // 1 where the value is the surface's own, 0 where it fills a gap, smoothed
#endif
uniform sampler2D colours;   // N x 1
uniform vec2 cells;          // columns, rows; without the margin
uniform vec2 first, span;    // what part of the grid the picture shows, in cells from its lower left corner
uniform vec2 pixels;         // of the picture
uniform float scale;         // pixels in a point
uniform int kind;            // 0 linear, 1 log, 2 quantile, 3 centred, 4 centred log
uniform vec3 range;          // low, high, base
uniform float quantiles[33];
uniform int level_count;
uniform float levels[48];    // ascending
uniform vec3 outside;        // colour where there is no value
uniform vec3 hatch;          // of lines across it
uniform float shading;

vec4 weights(float t) {  // Catmull-Rom
  return vec4(t * (-0.5 + t * (1.0 - 0.5 * t)), 1.0 + t * t * (-2.5 + 1.5 * t),
              t * (0.5 + t * (2.0 - 1.5 * t)), t * t * (-0.5 + 0.5 * t));
}
vec4 slopes(float t) {
  return vec4(-0.5 + t * (2.0 - 1.5 * t), t * (-5.0 + 4.5 * t), 0.5 + t * (4.0 - 4.5 * t), t * (-1.0 + 1.5 * t));
}

// Place on the colour map, and its derivative by the value.
vec2 to_colour(float value) {
  if (!(range.y > range.x)) return vec2(0.5, 0.0);
  if (kind == 0) return vec2((value - range.x) / (range.y - range.x), 1.0 / (range.y - range.x));
  if (kind == 1) {
    float width = log((range.y - range.z) / (range.x - range.z));
    float above = max(value - range.z, range.x - range.z);
    return vec2(log(above / (range.x - range.z)) / width, value > range.x ? 1.0 / (above * width) : 0.0);
  }
  if (kind >= 3) {
    float end = max(abs(range.x), abs(range.y));
    if (kind == 3) return vec2(0.5 + 0.5 * value / end, 0.5 / end);
    float width = log(1.0 + end / range.z);
    return vec2(0.5 + 0.5 * sign(value) * log(1.0 + abs(value) / range.z) / width,
                0.5 / ((range.z + abs(value)) * width));
  }
  int low = 0;
  for (int bit = 16; bit > 0; bit >>= 1) {
    if (quantiles[low + bit] <= value) low += bit;
  }
  low = min(low, 31);
  float width = max(quantiles[low + 1] - quantiles[low], 1e-30);
  return vec2((float(low) + (value - quantiles[low]) / width) / 32.0, 1.0 / (32.0 * width));
}

float line(float value, float steep) {
  int low = 0;  // levels[low - 1] <= value < levels[low]
  for (int bit = 32; bit > 0; bit >>= 1) {
    if (low + bit <= level_count && levels[low + bit - 1] <= value) low += bit;
  }
  float result = 0.0;
  for (int i = max(low - 1, 0); i <= min(low, level_count - 1); ++i) {
    float away = abs(value - levels[i]) / steep;
    float spacing = i > 0 ? levels[i] - levels[i - 1] : (level_count > 1 ? levels[1] - levels[0] : 1e30);
    float strength = clamp(spacing / (steep * 5.0 * scale), 0.0, 1.0);  // fades where lines would crowd
    result = max(result, strength * clamp(0.5 * scale + 0.5 - away, 0.0, 1.0));
  }
  return result;
}

vec4 row_of(sampler2D grid, ivec2 at) {
  return vec4(texelFetch(grid, at, 0).r, texelFetch(grid, at + ivec2(1, 0), 0).r, texelFetch(grid, at + ivec2(2, 0), 0).r,
              texelFetch(grid, at + ivec2(3, 0), 0).r);
}

#ifdef GAPS
// Cubic B-spline: smooths the steps that cells make of a slanted edge.
vec4 smooth_weights(float t) {
  float s = 1.0 - t;
  return vec4(s * s * s, 4.0 + t * t * (3.0 * t - 6.0), 4.0 + s * s * (3.0 * s - 6.0), t * t * t) / 6.0;
}

// How much of the pixel a hatching line covers: at 45 degrees, a point wide, every nine points along either side.
float hatching() {
  float across = (gl_FragCoord.x + gl_FragCoord.y) / (9.0 * scale);
  float away = abs(fract(across + 0.5) - 0.5) * 9.0 * scale * 0.7071;
  return clamp(0.5 * scale + 0.5 - away, 0.0, 1.0);
}

// How much of the pixel lies where there are values.
float coverage(ivec2 corner, vec2 part) {
  vec4 wx = smooth_weights(part.x), wy = smooth_weights(part.y);
  float sum = 0.0;
  for (int j = 0; j < 4; ++j) sum += wy[j] * dot(wx, row_of(known, corner + ivec2(0, j)));
  return sum;
}
#endif

void main() {
  vec2 at = first + place * span - 0.5;
  if (any(lessThan(at, vec2(-0.5))) || any(greaterThan(at, cells - 0.5))) {
    colour = vec4(outside, 1.0);
    return;
  }
  vec2 low = floor(at);
  vec2 part = at - low;
  ivec2 corner = ivec2(low) - 1 + margin;
  vec4 wx = weights(part.x), wy = weights(part.y), sx = slopes(part.x), sy = slopes(part.y);
  float value = 0.0;
  vec2 gradient = vec2(0.0);  // by cells
  for (int j = 0; j < 4; ++j) {
    vec4 row = row_of(field, corner + ivec2(0, j));
    float across = dot(wx, row);
    value += wy[j] * across;
    gradient += vec2(wy[j] * dot(sx, row), sy[j] * across);
  }
  gradient *= span / pixels;  // by pixels

  vec2 u = to_colour(value);
  vec3 base = texture(colours, vec2(clamp(u.x, 0.0, 1.0) * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
  vec2 hill = u.y * gradient * pixels.y * 0.5;
  hill /= 1.0 + 0.5 * length(hill);  // cliffs stay readable
  const vec3 sun = normalize(vec3(-0.6, 0.5, 1.0));
  float light = dot(normalize(vec3(-hill, 1.0)), sun) / sun.z;
  base *= 1.0 + shading * (clamp(light, 0.0, 1.5) - 1.0);
  float ink = level_count > 0 ? line(value, max(length(gradient), 1e-30)) : 0.0;
  base = mix(base, vec3(1.0), 0.38 * ink);
#ifdef GAPS
  float there = coverage(corner, part);
  vec3 gap = mix(outside, hatch, hatching());
  base = mix(gap, base, clamp((there - 0.5) / max(span.x / pixels.x, 1e-6) + 0.5, 0.0, 1.0));
#endif
  colour = vec4(base, 1.0);
}
