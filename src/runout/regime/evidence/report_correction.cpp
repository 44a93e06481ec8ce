#include "runout/regime/evidence/report_correction.h"

#include "runout/base/random.h"

namespace runout::regime {

using Eigen::Index;
using Eigen::VectorXd;

double ReportCorrection::variance_removed(const VectorXd& direction) const {
  const VectorXd with_reports = hazard_dense.transpose() * direction;
  return with_reports.dot(gain * with_reports);
}

void apply_correction(const ReportCorrection& correction, std::uint64_t seed, std::uint64_t name,
                      std::uint32_t first, std::span<WhiteNumbers> fields) {
  if (fields.empty()) return;
  VectorXd own(correction.rank());
  // Column by column: the bits of a draw must not depend on how many are made together.
  for (Index column = 0; column < fields.front().dense.cols(); ++column) {
    RandomStream stream{seed, first + static_cast<std::uint32_t>(column), name, Purpose::evidence};
    for (Index i = 0; i < own.size(); ++i) own(i) = stream.normal();
    VectorXd said = correction.rest.triangularView<Eigen::Lower>() * own;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      said.noalias() += correction.fields[f].dense.transpose() * fields[f].dense.col(column);
      said.noalias() += correction.fields[f].newest.transpose() * fields[f].newest.col(column);
    }
    const VectorXd pulled = correction.gain * said;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      fields[f].dense.col(column).noalias() -= correction.fields[f].dense * pulled;
      fields[f].newest.col(column).noalias() -= correction.fields[f].newest * pulled;
    }
  }
}

}  // namespace runout::regime
