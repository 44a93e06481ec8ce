// Pictures of one line over time: its chance of having run short, and the stock that binds it.
#pragma once

#include "runout/forecast/forecast.h"
#include "runout/report/html_writer.h"

namespace runout::report {

/// Chance of having run short (and of having stopped) by each day, with a band of two standard
/// errors.
void draw_chances(HtmlWriter& html, const forecast::Forecast& forecast,
                  const forecast::LineForecast& line);

/// Stock at the end of each day: the median and the band from 10 to 90 %. Nothing is drawn for a
/// line without a projection.
void draw_projection(HtmlWriter& html, const forecast::Forecast& forecast,
                     const forecast::LineForecast& line);

/// Where a licence stands in time: the interval from 10 to 90 % of its day in hand, the median,
/// the promise, and the days by which it is needed.
void draw_timeline(HtmlWriter& html, const forecast::Forecast& forecast,
                   const forecast::ApplicationForecast& application);

/// Dates above the timelines.
void draw_timeline_scale(HtmlWriter& html, const forecast::Forecast& forecast);

/// What the marks of the timelines mean.
void draw_timeline_legend(HtmlWriter& html);

}  // namespace runout::report
