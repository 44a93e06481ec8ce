# CPU seconds of established methods on records like those of refit.cpp, for comparison: Rscript anchors.R [RECORDS...]
# Needs the package survival. Each line is the median of three runs, one run above 500,000 records.
suppressPackageStartupMessages(library(survival))

make_records <- function(n, days = 1000) {
  set.seed(11)
  sizes <- c(20, 8, 2)
  levels <- lapply(sizes, function(size) sample.int(size, n, replace = TRUE))
  eta <- Reduce(`+`, Map(function(size, level) (0.3 * rnorm(size))[level], sizes, levels))
  filed <- floor(runif(n) * days)
  one <- 60 * (rexp(n) / exp(eta))^(1 / 1.4)
  two <- 300 * rexp(n)
  wait <- floor(pmin(one, two))
  decided <- filed + wait <= days
  data.frame(
    time = ifelse(decided, wait, days - filed) + 0.5,
    status = factor(ifelse(!decided, 0, ifelse(one < two, 1, 2)), 0:2, c("pending", "granted", "refused")),
    a = factor(levels[[1]]), b = factor(levels[[2]]), c = factor(levels[[3]])
  )
}

cpu <- function(job, runs) {
  times <- replicate(runs, { before <- proc.time(); job(); sum((proc.time() - before)[c(1, 2)]) })
  median(times)
}

methods <- list(
  "Kaplan-Meier" = function(d) survfit(Surv(time, status != "pending") ~ 1, data = d),
  "Aalen-Johansen" = function(d) survfit(Surv(time, status) ~ 1, data = d),
  "Aalen-Johansen, 20 strata" = function(d) survfit(Surv(time, status) ~ a, data = d),
  "Cox (Breslow), 28 effects" = function(d) {
    coxph(Surv(time, status == "granted") ~ a + b + c, data = d, ties = "breslow")
  },
  "Weibull, 28 effects" = function(d) survreg(Surv(time, status == "granted") ~ a + b + c, data = d)
)

sizes <- as.numeric(commandArgs(trailingOnly = TRUE))
if (length(sizes) == 0) sizes <- c(1e4, 1e5, 1e6)
cat(sprintf("%-28s%s\n", "R, CPU seconds", paste(sprintf("%12s", format(sizes, big.mark = ",", scientific = FALSE, trim = TRUE)), collapse = "")))
records <- lapply(sizes, make_records)
for (name in names(methods)) {
  times <- sapply(records, function(d) cpu(function() methods[[name]](d), if (nrow(d) > 5e5) 1 else 3))
  cat(sprintf("%-28s%s\n", name, paste(sprintf("%12.3f", times), collapse = "")))
}
