// The covariates of a book's applications.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runout/book/snapshot.h"

namespace runout::regime {

/// The nine covariates of an application, in this order.
[[nodiscard]] const std::vector<std::string>& book_covariates();
/// The place of a name in book_covariates; Error{invalid_input} with the nearest for another.
[[nodiscard]] std::size_t covariate_place(const std::string& name);

/// Places of those that the row of an application does not tell alone.
inline constexpr std::size_t kPastRecipient = 4;
inline constexpr std::size_t kFiler = 7;
inline constexpr std::size_t kEscalated = 8;

/// Which of the nine are used.
using UsedCovariates = std::array<bool, 9>;

/// The named ones. Without names the first seven, and of filer and escalation those about which the
/// records can tell something: five decided applications with the same and five without it.
[[nodiscard]] UsedCovariates used_covariates(const book::Snapshot& snapshot,
                                             const std::optional<std::vector<std::string>>& names);

/// Values of an application by its row alone; blanks are not known. A filer is one who files for
/// another: the holder itself is none.
[[nodiscard]] std::vector<std::string> covariate_values(const book::Application& application);
/// The same with those not used blank.
[[nodiscard]] std::vector<std::string> covariate_values(const book::Application& application,
                                                        const UsedCovariates& used);

/// Values of a snapshot's applications at the end of its day.
///
/// Beside its row an application is `escalated` once that has happened. Where `past_recipient` is
/// blank it is yes if the book has an earlier grant to the same holder and end user: one known
/// before this application was filed, or by the as-of day if it is not filed yet.
class BookCovariates {
 public:
  /// `snapshot` must outlive this.
  BookCovariates(const book::Snapshot& snapshot, const UsedCovariates& used);
  /// [covariate] of the application in this row.
  [[nodiscard]] std::vector<std::string> of(std::size_t row) const;

 private:
  void find_earlier_grants();

  const book::Snapshot& snapshot_;
  UsedCovariates used_;
  std::vector<char> is_escalated_;       ///< [row]
  std::vector<char> has_earlier_grant_;  ///< [row]
};

}  // namespace runout::regime
