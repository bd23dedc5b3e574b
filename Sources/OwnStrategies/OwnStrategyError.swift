internal import Glibc
package import LocalFiles
package import TensorFiles
internal import TokenPruning

/// A file of indices or a program that cannot be used, with the reason.
package struct OwnStrategyError: Error, Sendable, Equatable {
  /// The file or the program.
  package let source: String
  /// What is wrong.
  package let problem: Problem

  /// Creates an error.
  package init(_ source: String, _ problem: Problem) {
    self.source = source
    self.problem = problem
  }

  /// What can be wrong with a file of indices or a program.
  package enum Problem: Error, Sendable, Equatable {
    // Of files.

    /// The file cannot be read.
    case unreadable(FileError)
    /// The file is not one of arrays.
    case damaged(TensorFileError)
    /// The file's name does not say what it holds.
    case unknownEnding
    /// A folder has no file for a sample.
    case noFile(sample: String)
    /// A folder has several files for a sample.
    case severalFiles([String])
    /// A folder is asked for a sample without a name.
    case namelessSample
    /// The indices of a whole sample are asked for one of its tiles.
    case tiled
    /// A file that is named .npy has another format.
    case otherFormat(String)
    /// An array has another number of axes than one.
    case notOneAxis(shape: [Int])
    /// An array's elements are no whole numbers.
    case notIntegers(type: String)
    /// The text is not JSON.
    case malformedJSON(reason: String, offset: Int)
    /// A JSON text is neither an array nor an object of arrays.
    case notAnArray
    /// A member of a JSON object is not named after a budget.
    case noBudget(name: String)
    /// The budgets that there are do not include the one that is asked for.
    case otherBudgets(asked: Int, known: [Int])

    // Of lists of indices; positions count from 1.

    /// There is no index at all.
    case empty
    /// An opening bracket has no closing one.
    case openBracket
    /// Something is not a whole number.
    case notANumber(position: Int, text: String)
    /// An index is no token's.
    case outOfRange(position: Int, index: Int, count: Int)
    /// An index is there twice.
    case duplicate(position: Int, first: Int, index: Int)
    /// There are more indices than were asked for.
    case tooMany(count: Int, budget: Int)

    // Of programs.

    /// The sample has more bytes than are handed to a program.
    case tooLarge(limit: Int)
    /// The program cannot be started.
    case cannotRun(code: Int32, isPath: Bool)
    /// The operating system refused what running a program takes.
    case system(action: String, code: Int32)
    /// The program ended with an exit code other than 0.
    case failed(code: Int32, message: String)
    /// A signal ended the program.
    case crashed(signal: Int32, message: String)
    /// The program took too long and was ended.
    case late(seconds: Double, message: String)
    /// The program wrote more than any answer needs and was ended.
    case flood(limit: Int)
    /// Nobody waits for the answer any more.
    case cancelled
  }

  /// The error as strategies report it: what is wrong apart from where, since a list names the file
  /// or program already.
  func refusal(by strategy: String) -> PruningError {
    switch problem {
    case .unreadable, .damaged: .refused(strategy: strategy, reason: description)
    default:
      .refused(strategy: "\(strategy) \(printable(source))", reason: problem.description)
    }
  }
}

extension OwnStrategyError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  package var description: String {
    switch problem {
    case .unreadable(let error): printable(error.description, limit: 400)
    case .damaged(let error): error.description
    default: "\(printable(source)): \(problem)"
    }
  }
}

extension OwnStrategyError.Problem: CustomStringConvertible {
  /// What is wrong with numbers, then what would be right, without the place.
  package var description: String {
    switch self {
    case .unreadable(let error): printable(error.description, limit: 400)
    case .damaged(let error): error.description
    case .unknownEnding: "not a file of indices; its name must end in .npy, .json or .txt"
    case .noFile(let sample):
      "no indices for this sample; name them '\(printable(sample)).npy', .json or .txt"
    case .severalFiles(let names):
      "\(names.map { printable($0) }.joined(separator: " and ")) are both for this sample; keep one"
    case .namelessSample: "is a folder, but the sample has no name to look for; name a file"
    case .tiled: "lists tokens of whole samples; leave out --per-tile"
    case .notOneAxis(let shape):
      "an array of \(product(shape)); indices are an array of one axis"
    case .notIntegers(let type):
      "elements of type '\(printable(type))'; indices are whole numbers"
        + (type.hasSuffix("b1") ? ", such as numpy.flatnonzero(mask)" : "")
    case .otherFormat(let format):
      "is in truth a .\(format) file; save the array by itself with numpy.save"
    case .malformedJSON(let reason, let offset): "malformed JSON at byte \(offset): \(reason)"
    case .notAnArray:
      "not indices; write [3, 17, 29], or {\"64\": […], \"128\": […]} for several budgets"
    case .noBudget(let name):
      "'\(printable(name, limit: 40))' is no budget; write a count from 1 as digits"
    case .otherBudgets(let asked, let known):
      "has nothing for a budget of \(asked); it has "
        + known.prefix(12).map(String.init).joined(separator: ", ")
        + (known.count > 12 ? " and \(known.count - 12) more" : "")
    case .empty, .openBracket, .notANumber, .outOfRange, .duplicate, .tooMany: listDescription
    default: programDescription
    }
  }

  private var listDescription: String {
    switch self {
    case .empty: "no index; at least one token must be kept"
    case .openBracket: "begins with '[' but does not end with ']'; it was cut off"
    case .notANumber(let position, let text):
      "number \(position) is '\(printable(text, limit: 40))'; an index is a whole number"
    case .outOfRange(let position, let index, let count):
      "number \(position) is \(index); tokens are 0...\(count - 1)"
    case .duplicate(let position, let first, let index):
      "numbers \(first) and \(position) are both \(index); each index may be there once"
    case .tooMany(let count, let budget):
      "\(count) indices; at most \(budget) were asked for"
    default: preconditionFailure("not a problem of a list")
    }
  }

  private var programDescription: String {
    switch self {
    case .tooLarge(let limit):
      "cannot be given this sample, whose arrays have more than \(limit) bytes"
    case .cannotRun(let code, let isPath):
      "cannot be run: \(systemMessage(code))\(advice(code, isPath: isPath))"
    case .system(let action, let code): "cannot \(action): \(systemMessage(code))"
    case .failed(let code, let message): "ended with exit code \(code)\(quoting(message))"
    case .crashed(let signal, let message):
      "was ended by signal \(signal)\(quoting(message))"
    case .late(let seconds, let message):
      "did not end within \(decimal(seconds)) s and was stopped\(quoting(message)); "
        + "seconds=… sets the limit"
    case .flood(let limit):
      "wrote more than \(limit) bytes and was stopped; an answer is the indices and nothing else"
    case .cancelled: "was stopped, since nobody waits for it any more"
    default: preconditionFailure("not a problem of a program")
    }
  }

  private func quoting(_ message: String) -> String { message.isEmpty ? "" : ": \(message)" }

  private func decimal(_ value: Double) -> String { "\(ParameterValue.number(value))" }
}

/// The operating system's sentence for an error number.
private func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text).lowercased()
}

/// What to do about a program that cannot be run.
private func advice(_ code: Int32, isPath: Bool) -> String {
  switch code {
  case ENOENT where isPath:
    "; neither it nor the interpreter in its first line may be missing"
  case ENOENT: "; there is no such program on PATH, and one in this folder begins with ./"
  case EACCES:
    "; make it executable with chmod +x, or name its interpreter: run=python3 program.py"
  case ENOEXEC: "; its first line must name an interpreter, such as #!/usr/bin/env python3"
  default: ""
  }
}
