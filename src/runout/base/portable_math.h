// exp, log and friends that give the same bits on every machine.
//
// The C library picks its own variant by instruction set (with or without fused multiply-add) and
// so differs in the last bit between machines; a forecast must not. Everything that a random draw
// or a fitted number depends on goes through these. Accuracy: within 2 units in the last place
// (log_gamma: 1e-13 relative).
#pragma once

namespace runout::portable {

/// e^x; 0 below -745, infinity above 709.78; NaN for NaN.
[[nodiscard]] double exp(double x);

/// Natural logarithm; -infinity for 0, NaN below 0 and for NaN.
[[nodiscard]] double log(double x);

/// x^y for x >= 0 as exp(y log x), about 1e-14 relative for moderate results; pow(0, y > 0) = 0.
[[nodiscard]] double pow(double x, double y);

/// log Gamma(x) for x > 0. Source: C. Lanczos, "A precision approximation of the gamma function",
/// SIAM J. Numer. Anal. B 1 (1964) 86-96, with g = 607/128 and 15 coefficients.
[[nodiscard]] double log_gamma(double x);

/// The share of a beta distribution below x, 0 <= x <= 1, a and b > 0: the regularised incomplete
/// beta function, 1e-12 absolute for moderate a and b. Source: NIST Digital Library of Mathematical
/// Functions, 8.17.22, by W. Lentz, "Generating Bessel functions in Mie scattering calculations
/// using continued fractions", Applied Optics 15 (1976) 668-671.
[[nodiscard]] double beta_share(double x, double a, double b);

/// cos(2 pi t) for 0 <= t < 1, for Box-Muller.
[[nodiscard]] double cos_turn(double t);

}  // namespace runout::portable
