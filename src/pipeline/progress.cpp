#include "pipeline/progress.h"

namespace decant::pipeline {

const char* to_string(Step step) {
  switch (step) {
    case Step::extract: return "extract";
    case Step::normalize: return "normalize";
    case Step::load: return "load";
  }
  return "";
}

const char* to_string(ResourcePhase phase) {
  switch (phase) {
    case ResourcePhase::waiting: return "waiting";
    case ResourcePhase::extracting: return "extracting";
    case ResourcePhase::extracted: return "extracted";
  }
  return "";
}

}  // namespace decant::pipeline
