/// Returns ascending numbers as runs of consecutive ones, in their order; none of no numbers.
func consecutiveRuns(of numbers: [Int]) -> [ClosedRange<Int>] {
  numbers.reduce(into: []) { runs, number in
    if let last = runs.last, last.upperBound + 1 == number {
      runs[runs.count - 1] = last.lowerBound...number
    } else {
      runs.append(number...number)
    }
  }
}
