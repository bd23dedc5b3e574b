internal import TerminalUI

/// The reasons keys cannot be given to actions as a configuration says.
public enum KeyTableError: Error, Sendable, Equatable {
  /// There is no action of this name; perhaps one that is spelled alike was meant.
  case unknownAction(String, meant: String?)
  /// A spelling names no key, or more keys than a pair.
  case badKey(String, action: String)
  /// A key cannot be given to this action.
  case reserved(String, action: String, reason: String)
  /// Two actions have the same keys.
  case conflict(String, action: String, other: String)
  /// A key does something by itself and begins a pair.
  case beginsPair(String, action: String, pair: String, other: String)
}

extension KeyTableError: CustomStringConvertible {
  /// A message of one line: what is wrong, then what would be right.
  public var description: String {
    switch self {
    case .unknownAction(let name, let meant):
      "no action is named '\(name)'"
        + (meant.map { "; did you mean '\($0)'?" }
          ?? "; 'prunescope config --print-default' lists them")
    case .badKey(let key, let action):
      "'\(key)' for \(action) is neither a key nor a pair of keys; write x, gx, <Tab>, <C-l> or <F1>"
    case .reserved(let key, let action, let reason): "\(key) cannot be for \(action): \(reason)"
    case .conflict(let key, let action, let other):
      "\(key) is for \(action) and for \(other); give one of them another key, or [] for none"
    case .beginsPair(let key, let action, let pair, let other):
      "\(key) is for \(action) and begins \(pair), which is for \(other); give one of them another key"
    }
  }

  /// The action that the error is about.
  public var action: String {
    switch self {
    case .unknownAction(let name, _): name
    case .badKey(_, let action), .reserved(_, let action, _), .conflict(_, let action, _),
      .beginsPair(_, let action, _, _):
      action
    }
  }
}

extension KeyTable {
  /// The table with other keys for some actions.
  ///
  /// - Parameter changes: Names of actions with all their keys from now on, in the order in which they
  ///   were written; none for an action that the palette alone reaches.
  /// - Returns: A table in which no key means two things.
  /// - Throws: ``KeyTableError`` for the first change that cannot be.
  public func rebound(_ changes: [(action: String, keys: [String])]) throws(KeyTableError)
    -> KeyTable
  {
    var bindings = entries
    for (name, keys) in changes {
      guard let place = bindings.firstIndex(where: { $0.action.name == name }) else {
        throw .unknownAction(name, meant: likelyMeant(name))
      }
      for key in keys { try Self.check(key, for: bindings[place].action) }
      if bindings[place].action == .interrupt, !keys.contains("<C-c>") {
        throw .reserved("<C-c>", action: name, reason: "it must always end the program")
      }
      bindings[place].keys = keys
    }
    try Self.checkConflicts(bindings, changed: changes.map(\.action))
    return KeyTable(bindings)
  }

  /// Whether a spelling can be an action's: one key or two.
  private static func check(_ spelling: String, for action: Action) throws(KeyTableError) {
    guard let keys = try? Key.sequence(spelling), (1...2).contains(keys.count) else {
      throw .badKey(spelling, action: action.name)
    }
    if keys.contains(.control("c")), action != .interrupt {
      throw .reserved(spelling, action: action.name, reason: "<C-c> always ends the program")
    }
    // Escape forgets the first key of a pair.
    if keys.count == 2, keys.contains(.escape) {
      throw .reserved(spelling, action: action.name, reason: "<Esc> cannot be a part of a pair")
    }
  }

  /// Refuses keys that mean two things; the action that was changed is named first.
  private static func checkConflicts(
    _ bindings: [Binding], changed: [String]
  ) throws(KeyTableError) {
    // What was not changed comes first, so that a conflict is the change's.
    let ordered =
      bindings.filter { !changed.contains($0.action.name) }
      + changed.compactMap { name in bindings.first { $0.action.name == name } }
    var owners: [[Key]: String] = [:]
    for binding in ordered {
      let name = binding.action.name
      for (spelling, keys) in zip(binding.keys, binding.sequences) {
        if let other = owners[keys] { throw .conflict(spelling, action: name, other: other) }
        if keys.count == 2, let other = owners[[keys[0]]] {
          throw .beginsPair(
            keys[0].spelling, action: other, pair: spelling, other: name)
        }
        if keys.count == 1,
          let pair = owners.keys.filter({ $0.count == 2 && $0[0] == keys[0] })
            .min(by: { $0[1].spelling < $1[1].spelling }), let other = owners[pair]
        {
          throw .beginsPair(
            spelling, action: name, pair: pair.map(\.spelling).joined(), other: other)
        }
        owners[keys] = name
      }
    }
  }

  /// The action whose name has all letters of another in their order, if one alone has.
  private func likelyMeant(_ name: String) -> String? {
    let names = entries.map(\.action.name)
    let found =
      names.filter { $0.hasPrefix(name) || name.hasPrefix($0) }
      + names.compactMap { FuzzyMatch(Array(name.lowercased()), in: $0) == nil ? nil : $0 }
    return found.first
  }
}
