using System.Numerics.Tensors;

namespace Paretune.Tuning.Models;

/// <summary>
/// The lower Cholesky factor of a symmetric positive definite matrix, packed by rows. It grows by a row in O(n²), so a matrix that is
/// extended by one trial is not factored again.
/// </summary>
internal sealed class PackedCholesky
{
    // The minimum of the diagonal: for two almost equal points, rounding could otherwise give the square root of a negative number.
    private const double Least = 1e-10;

    private double[] _rows = new double[64];

    /// <summary>Rows of the matrix so far.</summary>
    public int Size { get; private set; }

    /// <summary>The logarithm of the matrix's determinant.</summary>
    public double LogDeterminant
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < Size; i++)
                sum += Math.Log(Row(i)[i]);
            return 2 * sum;
        }
    }

    /// <summary>A row of the factor, up to its diagonal.</summary>
    public ReadOnlySpan<double> Row(int row) => _rows.AsSpan(Start(row), row + 1);

    /// <summary>Adds a row to the matrix.</summary>
    /// <param name="row">Its elements before the diagonal, as many as there are rows.</param>
    /// <param name="diagonal">Its last element.</param>
    public void Add(ReadOnlySpan<double> row, double diagonal)
    {
        var needed = Start(Size + 1);
        if (needed > _rows.Length)
            Array.Resize(ref _rows, 2 * needed);
        var added = _rows.AsSpan(Start(Size), Size + 1);
        row[..Size].CopyTo(added);
        Solve(added[..Size]);
        added[Size] = Math.Sqrt(Math.Max(Least, diagonal - Sums.Dot(added[..Size], added[..Size])));
        Size++;
    }

    /// <summary>Solves L·x = right, in place.</summary>
    public void Solve(Span<double> right)
    {
        for (var i = 0; i < right.Length; i++)
            right[i] = SolveRow(right[..i], i, right[i]);
    }

    /// <summary>The next element of a solution.</summary>
    /// <param name="solved">Those before it.</param>
    public double SolveRow(ReadOnlySpan<double> solved, int row, double right)
    {
        var factor = Row(row);
        return (right - Sums.Dot(factor[..row], solved)) / factor[row];
    }

    /// <summary>Solves Lᵀ·x = right, in place, as if the matrix had as many rows as <paramref name="right"/> has elements.</summary>
    public void SolveTransposed(Span<double> right)
    {
        for (var i = right.Length - 1; i >= 0; i--)
        {
            var factor = Row(i);
            right[i] /= factor[i];
            TensorPrimitives.MultiplyAdd(factor[..i], -right[i], right[..i], right[..i]);
        }
    }

    /// <summary>Solves L·X = right for several columns, in place.</summary>
    /// <param name="right">Row by row.</param>
    public void Solve(Span<double> right, int columns)
    {
        for (var i = 0; i < Size; i++)
        {
            var factor = Row(i);
            var solved = right.Slice(i * columns, columns);
            for (var j = 0; j < i; j++)
                TensorPrimitives.MultiplyAdd(right.Slice(j * columns, columns), -factor[j], solved, solved);
            TensorPrimitives.Divide(solved, factor[i], solved);
        }
    }

    private static int Start(int row) => row * (row + 1) / 2;
}
