using Paretune.Tuning.Models;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Models;

public sealed class PackedCholeskyTests
{
    [Theory]
    [InlineData(1), InlineData(7), InlineData(40)]
    public void A_factor_that_grew_by_rows_is_that_of_the_whole_matrix(int size)
    {
        var matrix = Matrix(size);

        var grown = Grown(matrix);

        var plain = Plain(matrix);
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
                Assert.Equal(plain[i, j], grown.Row(i)[j], 1e-10);
        Assert.Equal(2 * Enumerable.Range(0, size).Sum(i => Math.Log(plain[i, i])), grown.LogDeterminant, 1e-9);
    }

    [Fact]
    public void Both_triangles_together_solve_the_system()
    {
        var matrix = Matrix(23);
        double[] expected = [.. Enumerable.Range(0, 23).Select(i => Math.Sin(i))];
        double[] right = [.. Enumerable.Range(0, 23).Select(i => Enumerable.Range(0, 23).Sum(j => matrix[i, j] * expected[j]))];

        var factor = Grown(matrix);
        factor.Solve(right);
        factor.SolveTransposed(right);

        Assert.Equal(expected, right, (one, other) => Math.Abs(one - other) < 1e-10);
    }

    [Fact]
    public void Several_columns_are_solved_as_one_after_the_other()
    {
        var factor = Grown(Matrix(9));
        var random = new SplitMix64(3);
        double[][] columns = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 9).Select(_ => random.Unit()).ToArray())];
        double[] together = [.. Enumerable.Range(0, 9).SelectMany(row => columns.Select(column => column[row]))];

        factor.Solve(together, columns: 5);

        foreach (var (at, column) in columns.Index())
        {
            factor.Solve(column);
            Assert.Equal(
                column, Enumerable.Range(0, 9).Select(row => together[row * 5 + at]), (one, other) => Math.Abs(one - other) < 1e-12);
        }
    }

    [Fact]
    public void Two_points_that_are_equal_leave_a_factor_of_numbers()
    {
        var factor = new PackedCholesky();
        factor.Add([], 1);

        factor.Add([1], 1);

        Assert.InRange(factor.Row(1)[1], 0, 1e-4);
        Assert.NotEqual(0, factor.Row(1)[1]);
    }

    private static PackedCholesky Grown(double[,] matrix)
    {
        var factor = new PackedCholesky();
        for (var row = 0; row < matrix.GetLength(0); row++)
            factor.Add([.. Enumerable.Range(0, row).Select(column => matrix[row, column])], matrix[row, row]);
        return factor;
    }

    /// <summary>Returns a positive definite matrix: a product with its transpose, plus a diagonal.</summary>
    private static double[,] Matrix(int size)
    {
        var (random, root, matrix) = (new SplitMix64(size), new double[size, size], new double[size, size]);
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                root[i, j] = random.Unit() - 0.5;
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++)
                matrix[i, j] = Enumerable.Range(0, size).Sum(k => root[i, k] * root[j, k]) + (i == j ? 0.1 : 0);
        return matrix;
    }

    /// <summary>The textbook algorithm, column by column.</summary>
    private static double[,] Plain(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var factor = new double[size, size];
        for (var j = 0; j < size; j++)
        {
            factor[j, j] = Math.Sqrt(matrix[j, j] - Enumerable.Range(0, j).Sum(k => factor[j, k] * factor[j, k]));
            for (var i = j + 1; i < size; i++)
                factor[i, j] = (matrix[i, j] - Enumerable.Range(0, j).Sum(k => factor[i, k] * factor[j, k])) / factor[j, j];
        }

        return factor;
    }
}
