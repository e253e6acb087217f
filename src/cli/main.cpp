#include "cli/application.h"

int main(int argc, char** argv) { return decant::cli::run_application(argc, argv); }
