// Names of the Bootstrap Icons that the window uses, as UTF-8 strings (every font has them merged in).
#pragma once

namespace tiltscape::icon {

inline constexpr const char* play = "\xef\x93\xb4";                    // play-fill
inline constexpr const char* pause = "\xef\x93\x83";                   // pause-fill
inline constexpr const char* skip_end = "\xef\x95\x97";                // skip-end-fill
inline constexpr const char* skip_start = "\xef\x95\xa3";              // skip-start-fill
inline constexpr const char* arrow_counterclockwise = "\xef\x84\x97";  // arrow-counterclockwise
inline constexpr const char* arrow_clockwise = "\xef\x84\x96";         // arrow-clockwise
inline constexpr const char* plus = "\xef\x99\x8d";                    // plus-lg
inline constexpr const char* dash = "\xef\x98\xbb";                    // dash-lg
inline constexpr const char* x = "\xef\x99\x99";                       // x-lg
inline constexpr const char* chevron_down = "\xef\x8a\x82";            // chevron-down
inline constexpr const char* chevron_right = "\xef\x8a\x85";           // chevron-right
inline constexpr const char* chevron_up = "\xef\x8a\x86";              // chevron-up
inline constexpr const char* chevron_left = "\xef\x8a\x84";            // chevron-left
inline constexpr const char* gear = "\xef\x8f\xa5";                    // gear
inline constexpr const char* folder = "\xef\x8f\x98";                  // folder2-open
inline constexpr const char* save = "\xef\x94\xa5";                    // save
inline constexpr const char* house = "\xef\x90\xa5";                   // house
inline constexpr const char* eye = "\xef\x8d\x81";                     // eye
inline constexpr const char* eye_slash = "\xef\x8d\x80";               // eye-slash
inline constexpr const char* trash = "\xef\x97\x9e";                   // trash
inline constexpr const char* info_circle = "\xef\x90\xb1";             // info-circle
inline constexpr const char* exclamation_triangle = "\xef\x8c\xbb";    // exclamation-triangle
inline constexpr const char* check = "\xef\x98\xb3";                   // check-lg
inline constexpr const char* search = "\xef\x94\xaa";                  // search
inline constexpr const char* sliders = "\xef\x95\xab";                 // sliders
inline constexpr const char* download = "\xef\x8c\x8a";                // download
inline constexpr const char* camera_video = "\xef\x88\x9f";            // camera-video
inline constexpr const char* camera = "\xef\x88\xa0";                  // camera
inline constexpr const char* image = "\xef\x90\xaa";                   // image
inline constexpr const char* files = "\xef\x8f\x82";                   // files
inline constexpr const char* lock = "\xef\x91\xbb";                    // lock
inline constexpr const char* unlock = "\xef\x98\x80";                  // unlock
inline constexpr const char* question_circle = "\xef\x94\x85";         // question-circle
inline constexpr const char* three_dots = "\xef\x97\x94";              // three-dots
inline constexpr const char* pencil = "\xef\x93\x8b";                  // pencil
inline constexpr const char* book = "\xef\x86\x94";                    // book
inline constexpr const char* bar_chart_line = "\xef\x85\xbc";          // bar-chart-line
inline constexpr const char* graph_up = "\xef\x8f\xb2";                // graph-up
inline constexpr const char* badge_3d = "\xef\x85\x9b";                // badge-3d
inline constexpr const char* fullscreen = "\xef\x8f\x9f";              // fullscreen
inline constexpr const char* arrows_move = "\xef\x85\x8e";             // arrows-move
inline constexpr const char* record_circle = "\xef\x94\x98";           // record-circle
inline constexpr const char* palette = "\xef\x92\xb1";                 // palette
inline constexpr const char* moon = "\xef\x92\x97";                    // moon
inline constexpr const char* journal_text = "\xef\x91\x84";            // journal-text
inline constexpr const char* mortarboard = "\xef\x9b\xbe";             // mortarboard
inline constexpr const char* diagram_2 = "\xef\x8b\xac";               // diagram-2
inline constexpr const char* bezier = "\xef\x86\x8c";                  // bezier2
inline constexpr const char* stop = "\xef\x96\x92";                    // stop-fill
inline constexpr const char* arrow_repeat = "\xef\x84\xb0";            // arrow-repeat
inline constexpr const char* keyboard = "\xef\x91\x91";                // keyboard
inline constexpr const char* circle = "\xef\x8a\x87";                  // circle-fill
inline constexpr const char* star = "\xef\x96\x86";                    // star-fill
inline constexpr const char* link = "\xef\x91\xb0";                    // link-45deg
inline constexpr const char* git = "\xef\x9a\x9d";                     // git
inline constexpr const char* grid = "\xef\x8f\xbc";                    // grid
inline constexpr const char* pin_angle = "\xef\x93\xab";               // pin-angle
inline constexpr const char* box_arrow_up_right = "\xef\x87\x85";      // box-arrow-up-right
inline constexpr const char* x_circle = "\xef\x98\xa3";                // x-circle
inline constexpr const char* slash_circle = "\xef\x95\xa7";            // slash-circle

}  // namespace tiltscape::icon
