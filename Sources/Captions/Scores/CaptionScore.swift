/// How much of a caption is in its image.
///
/// A mention of a category that the image does not have is hallucinated, every time. See
/// ``ScoreTotals`` for the numbers over many captions.
public struct CaptionScore: Sendable {
  /// The caption.
  public let caption: Caption
  /// The image's file without its extension, else its identifier.
  public let sample: String
  /// The words as they are written, between blanks and with a letter or digit.
  public let words: Int
  /// The words as the metric counts them: names of two words as one, punctuation too.
  public let tokens: Int
  /// The objects that are mentioned, each as often as it is.
  public let mentions: [ObjectMention]
  /// Those of them that are not in the image.
  public let hallucinated: [ObjectMention]
  /// The categories in the image.
  public let objects: Set<String>
  /// How many of these are mentioned.
  public let recalled: Int

  /// Scores a caption.
  ///
  /// - Parameters:
  ///   - caption: The caption.
  ///   - truth: What is in the images.
  /// - Throws: ``CaptionProblem`` when nothing is known of the image.
  public init(_ caption: Caption, in truth: ImageObjects) throws(CaptionProblem) {
    guard let (place, objects) = truth.objects(ofImageNamed: caption.image) else {
      throw CaptionProblem(
        "no annotation of image '\(caption.image)'; one of \(truth.count) annotated images is needed",
        line: caption.line)
    }
    self.caption = caption
    sample = truth.names.sampleName(of: place)
    words = CaptionTokens.count(of: caption.text)
    tokens = truth.synonyms.words(of: caption.text).count
    mentions = truth.synonyms.mentions(in: caption.text)
    hallucinated = mentions.filter { !objects.contains($0.category) }
    self.objects = objects
    recalled = Set(mentions.map(\.category)).intersection(objects).count
  }

  /// The share of the mentions that are hallucinated, in 0...1; nil without mentions.
  public var chairI: Double? { share(hallucinated.count, of: mentions.count) }

  /// The share of the image's categories that are mentioned, in 0...1; nil without categories.
  public var recall: Double? { share(recalled, of: objects.count) }
}

/// Sums over captions, and the numbers of [CHAIR] that follow from them.
///
/// | number | of all captions |
/// |---|---|
/// | CHAIR_s | those with a hallucination / captions |
/// | CHAIR_i | hallucinated mentions / mentions |
/// | recall | categories mentioned and there, over all captions / categories there, over all captions |
///
/// CHAIR_i counts every mention and recall each category once for a caption; both are quotients of
/// sums, not means of quotients, so that captions without mentions need no rule. Recall is no part of
/// the published metric; its form is that of the scripts by which vision-language models are compared.
///
/// [CHAIR]: https://arxiv.org/abs/1809.02156
public struct ScoreTotals: Sendable, Equatable {
  /// Captions.
  public private(set) var captions = 0
  /// Captions with a hallucination.
  public private(set) var hallucinating = 0
  /// Mentions of objects.
  public private(set) var mentions = 0
  /// Mentions of objects that are not there.
  public private(set) var hallucinated = 0
  /// Categories in the images, once for each caption.
  public private(set) var objects = 0
  /// Categories that are there and mentioned.
  public private(set) var recalled = 0
  /// Words as they are written.
  public private(set) var words = 0
  /// Words as the metric counts them.
  public private(set) var tokens = 0

  /// Sums scores up.
  public init(_ scores: some Sequence<CaptionScore>) {
    for score in scores {
      captions += 1
      hallucinating += score.hallucinated.isEmpty ? 0 : 1
      mentions += score.mentions.count
      hallucinated += score.hallucinated.count
      objects += score.objects.count
      recalled += score.recalled
      words += score.words
      tokens += score.tokens
    }
  }

  /// CHAIR_s in 0...1; nil without captions.
  public var chairS: Double? { share(hallucinating, of: captions) }
  /// CHAIR_i in 0...1; nil without mentions.
  public var chairI: Double? { share(hallucinated, of: mentions) }
  /// Recall in 0...1; nil where the images have no categories.
  public var recall: Double? { share(recalled, of: objects) }
  /// Words as they are written, for each caption; nil without captions.
  public var meanWords: Double? { share(words, of: captions) }
  /// Words as the metric counts them, for each caption; nil without captions.
  public var meanTokens: Double? { share(tokens, of: captions) }
}

/// A quotient; nil where there is nothing to divide by.
private func share(_ part: Int, of whole: Int) -> Double? {
  whole > 0 ? Double(part) / Double(whole) : nil
}
