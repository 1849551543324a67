// The program.
#include "app/command_line.h"

int main(int argc, char** argv) { return tiltscape::run_command_line(argc, argv); }
