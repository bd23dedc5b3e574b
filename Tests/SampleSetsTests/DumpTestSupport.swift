import LinearAlgebra
import SampleSets
import TensorFiles

/// Arrays of a dump that a test makes up.
typealias Arrays = [(name: String, tensor: Tensor)]

/// A tensor of a ramp: 1, 2, 3, … over 64, so that every value is exact and positive.
func ramp(_ shape: Int..., from first: Int = 1) -> Tensor {
  let count = shape.reduce(1, *)
  return Tensor(shape: shape, float32: (0..<count).map { Float(first + $0) / 64 })
}

/// The values of a ramp, as doubles.
func rampValues(_ range: Range<Int>) -> [Double] { range.map { Double($0 + 1) / 64 } }

/// A tensor of integers with one axis.
func integers(_ values: Int64...) -> Tensor { Tensor(shape: [values.count], int64: values) }

/// Reads a dump out of memory.
func dump(
  _ arrays: Arrays, metadata: [String: String]? = nil, options: DumpOptions = DumpOptions()
) throws(DumpError) -> Dump {
  let bytes =
    metadata.map { Safetensors.bytes(of: arrays, metadata: $0) } ?? NPZ.bytes(of: arrays)
  return try dump(bytes, options: options)
}

/// Reads a dump out of the bytes of its file.
func dump(_ bytes: [UInt8], options: DumpOptions = DumpOptions()) throws(DumpError) -> Dump {
  let file: TensorFile
  do throws(TensorFileError) {
    file = try TensorFile.open(bytes, as: "dump")
  } catch {
    throw DumpError(path: "dump", problem: .file(error))
  }
  return try DumpReader.read(file, options: options)
}

/// The problem that reading a dump ends in; nil when all is well.
func problem(_ arrays: Arrays, options: DumpOptions = DumpOptions()) -> DumpError.Problem? {
  do throws(DumpError) {
    _ = try dump(arrays, options: options)
    return nil
  } catch {
    return error.problem
  }
}
